import type { AssistantCloud } from "assistant-cloud";

/** The part of an `AssistantCloud` that adds a token to each request. */
export interface AuthStrategy {
  getAuthHeaders(): Promise<Record<string, string> | false>;
}

/**
 * Returns the client's auth strategy. The strategy is private, so this function reads it from one of the client's API
 * objects.
 */
export function authStrategyOf(cloud: AssistantCloud): AuthStrategy {
  const { _auth } = (cloud.threads as unknown as { cloud: { _auth: AuthStrategy } }).cloud;
  return _auth;
}
