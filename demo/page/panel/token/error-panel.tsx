import type { AuthErrorFallbackProps } from "assistant-cloud-auth";
import { RefreshCw, ShieldAlert } from "lucide-react";
import { useNow } from "../record/use-now.ts";

/** Renders the fallback of `AuthErrorBoundary`: the error code, the cause, the fix, and a button that retries. */
export function ErrorPanel({ error, retry, isRetrying }: AuthErrorFallbackProps) {
  const { code, message, remedy, cause, retryable, retryAt } = error;
  return (
    <div className="error-panel" role="alert">
      <div className="error-top">
        <ShieldAlert size={28} aria-hidden="true" />
        <code>{code}</code>
        <h3>{message}</h3>
      </div>
      <dl className="error-facts">
        <div>
          <dt>What to do</dt>
          <dd>{remedy}</dd>
        </div>
        {cause instanceof Error && (
          <div>
            <dt>Cause</dt>
            <dd>{cause.message}</dd>
          </div>
        )}
        <div>
          <dt>Next attempt</dt>
          <dd>
            {retryable && retryAt ? <Countdown to={retryAt} /> : retryable ? "automatic" : "when you choose Try again"}
          </dd>
        </div>
      </dl>
      <button type="button" className="button primary wide" disabled={isRetrying} onClick={retry}>
        <RefreshCw size={16} aria-hidden="true" className={isRetrying ? "spin" : ""} />
        {isRetrying ? "Retrying …" : "Try again"}
      </button>
    </div>
  );
}

function Countdown({ to }: { to: Date }) {
  const seconds = Math.ceil((to.getTime() - useNow(500)) / 1000);
  return seconds > 0 ? `in ${seconds} s, automatically` : "now";
}
