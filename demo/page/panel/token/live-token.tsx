import { useWorkspaceToken } from "assistant-cloud-auth";
import { CircleSlash, RefreshCw, TriangleAlert } from "lucide-react";
import { ClaimsList } from "./claims-list.tsx";
import { LifeDial } from "./life-dial.tsx";

/**
 * Renders the token's countdown and claims. Renders a notice while the user is signed out or the first token loads. If
 * an error leaves the page without a usable token, throws the error to `AuthErrorBoundary`.
 */
export function LiveToken({ lifetimeSeconds }: { lifetimeSeconds: number }) {
  const state = useWorkspaceToken();
  switch (state.status) {
    case "authenticated":
      return (
        <>
          <LifeDial expiresAt={state.expiresAt} lifetimeSeconds={lifetimeSeconds} isRefreshing={state.isRefreshing} />
          <button
            type="button"
            className="button primary wide"
            disabled={state.isRefreshing}
            onClick={() => void state.refresh()}
          >
            <RefreshCw size={16} aria-hidden="true" className={state.isRefreshing ? "spin" : ""} />
            {state.isRefreshing ? "Refreshing …" : "Refresh now"}
          </button>
          {state.refreshError && (
            <p className="notice warn" role="status">
              <TriangleAlert size={16} aria-hidden="true" />
              <span>
                <strong>
                  The last refresh failed: <code>{state.refreshError.code}</code>
                </strong>
                The current token stays in use. The engine retries automatically.
              </span>
            </p>
          )}
          <ClaimsList token={state.token} />
        </>
      );
    case "unauthenticated":
      return (
        <div className="blank" role="status">
          <CircleSlash size={30} aria-hidden="true" />
          <strong>The token source reports signed out</strong>
          <p>It returned null. The engine dropped the token and waits for a sign-in.</p>
          <button type="button" className="button" onClick={() => void state.refresh()}>
            Check again
          </button>
        </div>
      );
    default:
      return (
        <div className="blank" role="status">
          <RefreshCw size={28} aria-hidden="true" className="spin" />
          <strong>Getting the first token …</strong>
        </div>
      );
  }
}
