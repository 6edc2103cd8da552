import { Wifi, WifiOff } from "lucide-react";
import { useSyncExternalStore } from "react";

/** Renders whether the browser is online. The browser's devtools can simulate the offline state. */
export function OnlineRow() {
  const online = useSyncExternalStore(subscribe, () => navigator.onLine);
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

function subscribe(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}
