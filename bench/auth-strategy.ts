import type { AssistantCloud } from "assistant-cloud";

/** The part of an `AssistantCloud` that adds a token to each request. */
export interface AuthStrategy {
  getAuthHeaders(): Promise<Record<string, string> | false>;
}

/**
 * Returns the auth strategy of `cloud`. `AssistantCloud` does not expose the strategy, so this function reads it from a
 * private field of `cloud.threads`.
 */
export function authStrategyOf(cloud: AssistantCloud): AuthStrategy {
  const { _auth } = (cloud.threads as unknown as { cloud: { _auth: AuthStrategy } }).cloud;
  return _auth;
}
