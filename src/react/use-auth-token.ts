import type { GetToken } from "../client/authorized-fetch.ts";
import { useAuthContext } from "./auth-context.ts";

/**
 * A function that resolves to the present workspace token, or to null when nobody is signed in. It never changes and
 * never makes the component rerender; pass it as `authToken` to `AssistantCloud` of `assistant-cloud`.
 *
 * The function rejects with any `AssistantCloudAuthError` when no usable token can be had.
 *
 * @throws `configuration` when there is no provider above
 */
export function useAuthToken(): GetToken {
  return useAuthContext().getToken;
}
