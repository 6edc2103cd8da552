import { Wifi, WifiOff } from "lucide-react";
import { useOnline } from "../record/use-online.ts";

/** A page cannot take its browser offline; the devtools can. */
export function OnlineRow() {
  const online = useOnline();
  const Icon = online ? Wifi : WifiOff;
  return (
    <div className="switch-row">
      <p>
        Browser
        <small>Devtools, Network, “Offline” cuts it off.</small>
      </p>
      <span className={`pill ${online ? "good" : "bad"}`} role="status">
        <Icon size={13} aria-hidden="true" /> {online ? "online" : "offline"}
      </span>
    </div>
  );
}
