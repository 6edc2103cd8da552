import { AuthErrorBoundary } from "assistant-cloud-auth";
import { ErrorPanel } from "./error-panel.tsx";
import { LiveToken } from "./live-token.tsx";

/** Renders the current token. If an error leaves the page without a usable token, renders an error panel. */
export function TokenCard({ lifetimeSeconds }: { lifetimeSeconds: number }) {
  return (
    <section className="card token-card" aria-labelledby="token-title">
      <div className="card-head">
        <h2 id="token-title">Workspace token</h2>
      </div>
      <AuthErrorBoundary fallback={(state) => <ErrorPanel {...state} />}>
        <LiveToken lifetimeSeconds={lifetimeSeconds} />
      </AuthErrorBoundary>
    </section>
  );
}
