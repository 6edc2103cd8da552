import type { GetToken } from "../client/authorized-fetch.ts";
import { useAuthContext } from "./auth-context.ts";

/**
 * Returns a function that resolves to the current workspace token, or to null when no user is signed in. The function
 * has a stable identity and never causes a rerender. Pass it as `authToken` to `AssistantCloud` of `assistant-cloud`.
 *
 * The function rejects with an `AssistantCloudAuthError` when no usable token is available.
 *
 * @throws `configuration` outside an `AssistantCloudProvider`
 */
export function useAuthToken(): GetToken {
  return useAuthContext().getToken;
}
