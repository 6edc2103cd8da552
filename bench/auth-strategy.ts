import type { AssistantCloud } from "assistant-cloud";

/** The part of an `AssistantCloud` that adds a token to each request. */
export interface AuthStrategy {
  getAuthHeaders(): Promise<Record<string, string> | false>;
}

/**
 * Returns the auth strategy of an `AssistantCloud`. Its property `_auth` is private, so this function reads the
 * property from the client's `threads` object.
 */
export function authStrategyOf(cloud: AssistantCloud): AuthStrategy {
  const { _auth } = (cloud.threads as unknown as { cloud: { _auth: AuthStrategy } }).cloud;
  return _auth;
}
