import type { AssistantCloud } from "assistant-cloud";
import { useAuthContext } from "../react/auth-context.ts";
import { useAuthStatus } from "../react/use-auth-status.ts";
import { type CloudOptions, cloudOf } from "./cloud-of.ts";

/** What {@link useAssistantCloud} takes; read when a client is made, so a later change waits for the next one. */
export type UseAssistantCloudOptions = CloudOptions;

/**
 * The `AssistantCloud` of the npm package `assistant-cloud` for the present user and workspace; pass it as `cloud` to
 * assistant-ui's runtimes.
 *
 * It is the same object for every component below the provider until user, workspace or base URL change; then the one
 * before sends nothing any more, so give what keeps its data a `key`. Every request goes out with a token that
 * is alive by the server's clock. On 401 one refresh serves all requests, and each is sent once more; a token that
 * comes in a response's header serves the rest of the app too. `cloud.auth.invalidate()` throws the token away.
 *
 * Requests reject with `signed_out` while nobody is signed in, `superseded` or `disposed` when they belong to a user who
 * has gone, and whatever `getToken` rejects with. They are sent with the global `fetch`: the client takes no other.
 *
 * @throws `configuration` when there is no provider above, or when the installed `assistant-cloud` is of a version
 *   whose inside is not known
 */
export function useAssistantCloud(options: UseAssistantCloudOptions = {}): AssistantCloud {
  const { engine, baseUrl } = useAuthContext();
  // Where the source has no key, the engine stays and its user changes: that must be seen too.
  useAuthStatus();
  return cloudOf(engine, baseUrl, options);
}
