import { isServer } from "../client/platform/environment.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { useAuthContext } from "./auth-context.ts";
import type { WorkspaceToken } from "./token-reader.ts";
import { useWorkspaceToken } from "./use-workspace-token.ts";

/**
 * As {@link useWorkspaceToken}, but suspends until the first token is there. A refresh does not suspend again.
 *
 * The nearest `<Suspense>` must be below the provider: above it, React would throw the provider away with
 * the rest and begin anew for ever. On a server its fallback is what goes into the markup, and the browser goes on
 * from there; React reports that as a recoverable error.
 */
export function useSuspenseWorkspaceToken(): Exclude<WorkspaceToken, { status: "loading" | "error" }> {
  const { untilSettled } = useAuthContext();
  const result = useWorkspaceToken();
  if (result.status === "loading") throw isServer() ? onlyInBrowser() : untilSettled();
  return result as Exclude<WorkspaceToken, { status: "loading" | "error" }>;
}

/** A promise would keep a server's stream open for ever: nothing fetches a token there. */
function onlyInBrowser(): AssistantCloudAuthError {
  return new AssistantCloudAuthError(
    "configuration",
    forDeveloper("useSuspenseWorkspaceToken() waits for a token in the browser."),
    {
      remedy: forDeveloper("Nothing needs to be done below a <Suspense>: its fallback is rendered on the server."),
    },
  );
}
