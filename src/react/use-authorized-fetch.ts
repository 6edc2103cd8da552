import { useAuthContext } from "./auth-context.ts";

/**
 * A `fetch` that sends the present workspace token as bearer, and on 401 refreshes once for all and sends again once.
 * It never changes. Use it for the assistant-ui API only: any other host would be handed the token.
 *
 * @throws `configuration` when there is no provider above
 */
export function useAuthorizedFetch(): typeof globalThis.fetch {
  return useAuthContext().authorizedFetch;
}
