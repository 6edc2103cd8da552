import { createAuthorizedFetch } from "../client/authorized-fetch.ts";
import { type AuthContextValue, useAuthContext } from "./auth-context.ts";

/**
 * Returns a `fetch` that sends the current workspace token as a bearer token. Requests that get a 401 share one
 * refresh, and the function sends each of them once more. The function rejects with an `AssistantCloudAuthError`, such
 * as `signed_out`, when no token is available. It has a stable identity. Use it only for the assistant-ui API, because
 * it sends the token to any host.
 *
 * @throws `configuration` outside an `AssistantCloudProvider`
 */
export function useAuthorizedFetch(): typeof globalThis.fetch {
  const { committed, fetch } = useAuthContext();
  const known = fetches.get(committed) ?? createAuthorizedFetch(committed, fetch);
  fetches.set(committed, known);
  return known;
}

/**
 * The `fetch` function of each provider, shared by all components below the provider. The functions are stored here
 * instead of in the context. An app that never imports {@link useAuthorizedFetch} therefore does not download their
 * code.
 */
const fetches = new WeakMap<AuthContextValue["committed"], typeof globalThis.fetch>();
