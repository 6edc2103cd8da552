import type { TokenRequest } from "assistant-cloud-auth";

/** Creates the request that the engine would pass to a source. */
export function requestOf(overrides: Partial<TokenRequest> = {}): TokenRequest {
  const { signal } = new AbortController();
  return { signal, forceRefresh: false, baseUrl: "https://cloud.example", fetch: globalThis.fetch, ...overrides };
}
