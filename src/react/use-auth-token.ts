import type { GetToken } from "../client/authorized-fetch.ts";
import { useAuthContext } from "./auth-context.ts";

/**
 * Returns a function that resolves to the current workspace token, or to null when no user is signed in. The function
 * has a stable identity and never causes a rerender. Pass it as `authToken` to `AssistantCloud` of `assistant-cloud`.
 *
 * A component that React renders for a transition to another user gets that user's token if it calls the function while
 * React renders, for example in a suspense query. After an `await`, the function uses the user whose page React shows.
 *
 * The function rejects with an `AssistantCloudAuthError` when no usable token is available.
 *
 * @throws `configuration` outside an `AssistantCloudProvider`
 */
export function useAuthToken(): GetToken {
  return useAuthContext().getToken;
}
