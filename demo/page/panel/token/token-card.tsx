import { AuthErrorBoundary } from "assistant-cloud-auth";
import { RotateCcw } from "lucide-react";
import { Tip } from "../controls/tip.tsx";
import { ErrorPanel } from "./error-panel.tsx";
import { LiveToken } from "./live-token.tsx";

interface TokenCardProps {
  lifetimeSeconds: number;
  onOpenAfresh(): void;
}

/** The token at hand, or, when none can be had, what the boundary says. */
export function TokenCard({ lifetimeSeconds, onOpenAfresh }: TokenCardProps) {
  return (
    <section className="card token-card" aria-labelledby="token-title">
      <div className="card-head">
        <h2 id="token-title">Workspace token</h2>
        <Tip text="Mounts the provider again, as a new tab would: it begins without a token.">
          <button type="button" className="button small" onClick={onOpenAfresh}>
            <RotateCcw size={14} aria-hidden="true" /> Open afresh
          </button>
        </Tip>
      </div>
      <AuthErrorBoundary fallback={(state) => <ErrorPanel {...state} />}>
        <LiveToken lifetimeSeconds={lifetimeSeconds} />
      </AuthErrorBoundary>
    </section>
  );
}
