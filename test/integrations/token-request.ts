import type { TokenRequest } from "assistant-cloud-auth";

/** What the engine would hand to a source. */
export function requestOf(overrides: Partial<TokenRequest> = {}): TokenRequest {
  const { signal } = new AbortController();
  return { signal, forceRefresh: false, baseUrl: "https://cloud.example", fetch: globalThis.fetch, ...overrides };
}
