import { afterAll, beforeAll, beforeEach, vi } from "vitest";

/** Returns the response to an SDK's request. Needed for an SDK that cannot call a local server. */
export type ProviderHandler = (request: {
  path: string;
  fields: Readonly<Record<string, string | undefined>>;
}) => Promise<{ status?: number; body?: unknown }>;

/**
 * Replaces `fetch` for all tests of a file. `answer` returns the response to a request to `origin`. All other requests
 * reach the network. Before each test, the function clears the storage and the cookies of jsdom.
 */
export function stubProvider(origin: string, answer: ProviderHandler): void {
  const originalFetch = globalThis.fetch;
  const stubbedFetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    if (!request.url.startsWith(origin)) return originalFetch(request);
    const text = await request.text();
    const isJson = /json/.test(request.headers.get("Content-Type") ?? "");
    const { status = 200, body } = await answer({
      path: new URL(request.url).pathname,
      fields: text === "" ? {} : isJson ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text)),
    });
    return Response.json(body ?? {}, { status });
  };
  beforeAll(() => {
    vi.stubGlobal("fetch", stubbedFetch);
  });
  beforeEach(() => {
    localStorage.clear();
    sessionStorage.clear();
    for (const cookie of document.cookie.split("; ")) {
      // biome-ignore lint/suspicious/noDocumentCookie: jsdom has no other
      document.cookie = `${cookie.split("=")[0]}=; Max-Age=0`;
    }
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });
}
