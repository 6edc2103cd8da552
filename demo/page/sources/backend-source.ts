import { backendTokenSource, type TokenSource } from "assistant-cloud-auth";
import type { Identity } from "../identity/identity.ts";
import type { BackendSession } from "./backend-session.ts";

/**
 * Returns the token source of the backend integration. The app's own server selects the workspace and mints the token.
 */
export function backendSource(session: BackendSession, identity: Identity): TokenSource {
  const route = backendTokenSource({ url: "/api/assistant-ui-token", key: identity.key });
  return {
    ...route,
    async getToken(request) {
      if (request.forceRefresh) session.forget();
      await session.ensure(identity, request.signal);
      return route.getToken(request);
    },
  };
}
