import type { AssistantCloud } from "assistant-cloud";
import { useAuthContext } from "../react/auth-context.ts";
import { useAuthStatus } from "../react/use-auth-status.ts";
import { type CloudOptions, cloudOf } from "./cloud-of.ts";

/**
 * Options of {@link useAssistantCloud}. The hook reads the options only when it creates a client. A change of the
 * options therefore applies to the next client.
 */
export type UseAssistantCloudOptions = CloudOptions;

/**
 * Returns the `AssistantCloud` client (npm package `assistant-cloud`) of the current user and workspace. Pass the
 * client as `cloud` to assistant-ui's runtimes.
 *
 * All components below the provider get the same client until the user, workspace or base URL changes. After the
 * change, the previous client sends no more requests. If a component stores data of the previous client, use a `key` to
 * remount the component.
 *
 * Requests contain only tokens that are valid by the server's clock. After a 401, all requests share one refresh, and
 * the client sends each request once more. If the 401 reports that the current token is revoked, the engine signs the
 * user out instead. If the header of a response contains a new token, the engine uses the new token.
 * `cloud.auth.invalidate()` makes the engine discard its token.
 *
 * A request rejects with `signed_out` if no user is signed in. A request of a previous user's client rejects with
 * `superseded` or `disposed`. A request also rejects with the errors of `getToken`. The client always sends requests
 * with the global `fetch`.
 *
 * @param options the client's telemetry
 * @throws `configuration` outside an `AssistantCloudProvider`, and for an unsupported version of `assistant-cloud`
 */
export function useAssistantCloud(options: UseAssistantCloudOptions = {}): AssistantCloud {
  const { engine, baseUrl } = useAuthContext();
  // If the token source has no key, the engine's user may change, so rerender when the status changes.
  useAuthStatus();
  return cloudOf(engine, baseUrl, options);
}
