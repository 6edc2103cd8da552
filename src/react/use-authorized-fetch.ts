import { createAuthorizedFetch } from "../client/authorized-fetch.ts";
import { type AuthContextValue, useAuthContext } from "./auth-context.ts";

/**
 * Returns a `fetch` that sends the current workspace token as a bearer token. After a 401, all requests share one
 * refresh and each is sent once more. The function has a stable identity. Use it only for the assistant-ui API, because
 * it sends the token to any host.
 *
 * @throws `configuration` without a provider above
 */
export function useAuthorizedFetch(): typeof globalThis.fetch {
  const { committed, fetch } = useAuthContext();
  const known = fetches.get(committed) ?? createAuthorizedFetch(committed, fetch);
  fetches.set(committed, known);
  return known;
}

/** One `fetch` for all components below a provider. Apps that do not use this hook do not download it. */
const fetches = new WeakMap<AuthContextValue["committed"], typeof globalThis.fetch>();
