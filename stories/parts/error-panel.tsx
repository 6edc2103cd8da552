import type { AuthErrorFallbackProps } from "assistant-cloud-auth";
import { Prose } from "./prose.tsx";

/**
 * Renders the error code, the message and the remedy, for developers. The stories pass this component to
 * `AuthErrorBoundary` as `fallback`.
 */
export function ErrorPanel({ error, retry, isRetrying }: AuthErrorFallbackProps) {
  return (
    <section className="card card-error" role="alert" aria-busy={isRetrying}>
      <div className="card-head">
        <h2>No workspace token</h2>
        <code className="code">{error.code}</code>
      </div>
      <p>{error.message}</p>
      <p className="remedy">
        <Prose text={error.remedy} />
      </p>
      <div className="card-foot">
        <button type="button" className="button button-strong" onClick={retry} disabled={isRetrying}>
          {isRetrying ? "Trying …" : "Try again"}
        </button>
        <span className="aside">
          {error.retryable ? "The engine also retries automatically." : "Only another attempt by the user can help."}
        </span>
      </div>
    </section>
  );
}
