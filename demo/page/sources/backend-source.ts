import { backendTokenSource, isAssistantCloudAuthError, type TokenSource } from "assistant-cloud-auth";
import { SESSION_KEY_HEADER } from "../../config.ts";
import type { Identity } from "../identity/identity.ts";
import type { BackendSession } from "./backend-session.ts";

/**
 * Returns the token source of the backend integration. The app's own server selects the workspace and mints the token.
 * The server refuses a request if another tab has opened the session for another person or organization. At the next
 * attempt, the source opens a session for this page's person.
 */
export function backendSource(session: BackendSession, identity: Identity): TokenSource {
  const headers = { [SESSION_KEY_HEADER]: identity.key };
  const route = backendTokenSource({ url: "/api/assistant-ui-token", key: identity.key, init: { headers } });
  return {
    ...route,
    async getToken(request) {
      if (request.forceRefresh) session.forget();
      await session.ensure(identity, request.signal);
      try {
        return await route.getToken(request);
      } catch (error) {
        if (isAssistantCloudAuthError(error) && error.code === "unauthenticated") session.forget();
        throw error;
      }
    },
  };
}
