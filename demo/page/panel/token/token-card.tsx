import { AuthErrorBoundary } from "assistant-cloud-auth";
import { RotateCcw } from "lucide-react";
import { Tip } from "../controls/tip.tsx";
import { ErrorPanel } from "./error-panel.tsx";
import { LiveToken } from "./live-token.tsx";

interface TokenCardProps {
  lifetimeSeconds: number;
  onReload(): void;
}

/** The current token, or the boundary's fallback without one. */
export function TokenCard({ lifetimeSeconds, onReload }: TokenCardProps) {
  return (
    <section className="card token-card" aria-labelledby="token-title">
      <div className="card-head">
        <h2 id="token-title">Workspace token</h2>
        <Tip text="Remounts the provider, as a new tab would. It starts without a token.">
          <button type="button" className="button small" onClick={onReload}>
            <RotateCcw size={14} aria-hidden="true" /> Reload token
          </button>
        </Tip>
      </div>
      <AuthErrorBoundary fallback={(state) => <ErrorPanel {...state} />}>
        <LiveToken lifetimeSeconds={lifetimeSeconds} />
      </AuthErrorBoundary>
    </section>
  );
}
