import type { AssistantCloud } from "assistant-cloud";

/** The part of an `AssistantCloud` that gets a token for each request. */
export interface AuthStrategy {
  getAuthHeaders(): Promise<Record<string, string> | false>;
}

/** The client keeps its auth strategy private; its API objects hold the one that sends every request. */
export function authStrategyOf(cloud: AssistantCloud): AuthStrategy {
  const { _auth } = (cloud.threads as unknown as { cloud: { _auth: AuthStrategy } }).cloud;
  return _auth;
}
