import type { ReactNode } from "react";
import type { EngineCore } from "../client/token-engine.ts";

/** Renders the buttons that refresh the token, expire the token, or reset the engine. */
export function ActionButtons({ engine }: { engine: EngineCore }): ReactNode {
  const actions: [label: string, title: string, act: () => void][] = [
    // The panel shows the engine's next state, which contains the error, so ignore the rejection.
    ["Refresh", "Fetch a new token now", () => void engine.refresh().catch(() => {})],
    ["Expire now", "Drop the token; the engine fetches another", () => engine.invalidate()],
    ["Reset", "Forget failures and close the circuit breaker, then make one attempt", () => void engine.reset()],
  ];
  return (
    <div className="row">
      {actions.map(([label, title, act]) => (
        <button key={label} type="button" title={title} onClick={act}>
          {label}
        </button>
      ))}
    </div>
  );
}
