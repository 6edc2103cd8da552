import { isServer } from "../client/platform/environment.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { useAuthContext } from "./auth-context.ts";
import type { WorkspaceToken } from "./token-reader.ts";
import { useWorkspaceToken } from "./use-workspace-token.ts";

/**
 * Returns the result of {@link useWorkspaceToken}, but suspends while the status is `loading`, for example during the
 * first attempt. A refresh of a usable token does not suspend.
 *
 * Place the nearest `<Suspense>` below the provider. If the nearest `<Suspense>` is above the provider, React discards
 * the provider during the wait and starts over endlessly. A server renders the fallback, then the browser fetches the
 * token. React reports the server's fallback as a recoverable error.
 *
 * @throws (during rendering) an `AssistantCloudAuthError` when the status is `error`; `configuration` outside an
 *   `AssistantCloudProvider`
 */
export function useSuspenseWorkspaceToken(): Exclude<WorkspaceToken, { status: "loading" | "error" }> {
  const { untilSettled } = useAuthContext();
  const result = useWorkspaceToken();
  if (result.status === "loading") throw isServer() ? onlyInBrowser() : untilSettled();
  return result as Exclude<WorkspaceToken, { status: "loading" | "error" }>;
}

/**
 * Returns the error to throw on a server. The error makes React render the nearest `<Suspense>` fallback. A server
 * fetches no token, so a thrown promise would never resolve and would keep the response stream open.
 */
function onlyInBrowser(): AssistantCloudAuthError {
  return new AssistantCloudAuthError(
    "configuration",
    forDeveloper("useSuspenseWorkspaceToken() waits for a token in the browser."),
    {
      remedy: forDeveloper("No fix is needed below a <Suspense>: the server renders its fallback."),
    },
  );
}
