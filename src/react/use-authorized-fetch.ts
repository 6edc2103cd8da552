import { createAuthorizedFetch } from "../client/authorized-fetch.ts";
import { type AuthContextValue, useAuthContext } from "./auth-context.ts";

/**
 * Returns a `fetch` that sends the current workspace token as a bearer token. After a 401, the function refreshes the
 * token and sends the request once more. Concurrent requests share one refresh. When no token is available, the
 * function rejects with an `AssistantCloudAuthError`.
 *
 * The function has a stable identity. Use it only for the assistant-ui API, because it sends the token to any host.
 *
 * In a React transition to another user, the same rule as in {@link useAuthToken} applies.
 *
 * @throws `configuration` outside an `AssistantCloudProvider`
 */
export function useAuthorizedFetch(): typeof globalThis.fetch {
  const { inUse, fetch } = useAuthContext();
  const known = fetches.get(inUse) ?? createAuthorizedFetch(inUse.get, fetch);
  fetches.set(inUse, known);
  return known;
}

/**
 * The `fetch` function of each provider. All components below a provider share this function. The functions are not
 * stored in the context, so that an app without {@link useAuthorizedFetch} does not download the code of these
 * functions.
 */
const fetches = new WeakMap<AuthContextValue["inUse"], typeof globalThis.fetch>();
