import { Send } from "lucide-react";
import { SwitchRow } from "../controls/switch-row.tsx";
import { useApiCalls } from "../record/use-api-calls.ts";
import { CallLog } from "./call-log.tsx";

interface CallCardProps {
  apiRoute: string;
  everySecond: boolean;
  onEverySecond(on: boolean): void;
}

/** Renders the calls to the app's own API. A button sends one call, and a switch sends a call every second. */
export function CallCard({ apiRoute, everySecond, onEverySecond }: CallCardProps) {
  const call = useApiCalls(apiRoute, everySecond);
  return (
    <section className="card call-card" aria-labelledby="calls-title">
      <div className="card-head">
        <h2 id="calls-title">API calls</h2>
        <div className="card-actions">
          <SwitchRow compact label="Once a second" checked={everySecond} onChange={onEverySecond} />
          <button type="button" className="button small" onClick={call}>
            <Send size={14} aria-hidden="true" /> Call the API
          </button>
        </div>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls only a focusable element. */}
      <div className="log" tabIndex={0}>
        <CallLog apiRoute={apiRoute} />
      </div>
    </section>
  );
}
