import { createAuthorizedFetch } from "../client/authorized-fetch.ts";
import { type AuthContextValue, useAuthContext } from "./auth-context.ts";

/**
 * Returns a `fetch` that sends the current workspace token as a bearer token. Requests that get a 401 share one
 * refresh, and the function sends each of them once more. The function has a stable identity. Use it only for the
 * assistant-ui API, because it sends the token to any host.
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
 * The `fetch` function of each provider, shared by all components below it. The functions are not part of the context,
 * so that apps that do not call this hook do not download them.
 */
const fetches = new WeakMap<AuthContextValue["committed"], typeof globalThis.fetch>();
