import { afterEach, beforeEach, vi } from "vitest";
import { createTokenHandler, type TokenHandlerOptions } from "../../../src/backend/index.ts";
import { createTestToken } from "../../../src/testing/create-test-token.ts";

export const apiKey = "sk_aui_proj_0abc_0verysecret";
export const route = "https://app.example.com/api/assistant-ui-token";
export const ids = { workspaceId: "org_1:user_1", userId: "user_1" };

/** Creates a POST request to the token route from the route's own origin. */
export const post = (headers: Record<string, string> = {}, init: RequestInit = {}) =>
  new Request(route, { method: "POST", headers: { Origin: "https://app.example.com", ...headers }, ...init });

/**
 * Registers Vitest hooks that reset a simulated mint API and an error callback before each test. Returns the mint API
 * as `fetch`, the callback as `onError`, and a function `handler` that creates a token handler.
 *
 * @param mint creates the token that the mint API returns
 */
export function setUpTokenRoute(mint: () => string | Promise<string> = () => createTestToken(ids)) {
  const fetch = vi.fn<typeof globalThis.fetch>();
  const onError = vi.fn();
  beforeEach(() => {
    fetch.mockReset().mockImplementation(async () => Response.json({ token: await mint() }));
    onError.mockReset();
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  const handler = (options: Partial<TokenHandlerOptions> = {}) =>
    createTokenHandler({
      apiKey,
      baseUrl: "https://api.example.com",
      fetch,
      authorize: () => ids,
      onError,
      ...options,
    });
  return { fetch, onError, handler };
}
