import { afterEach, expect, it, vi } from "vitest";
import { loadJwksDocument } from "../../src/verify/load-jwks-document.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const answer = (response: () => Promise<Response>) => loadJwksDocument("https://auth.example/jwks", response)();

it("returns the JWKS document that the response contains", async () => {
  expect(await answer(async () => Response.json({ keys: [] }))).toEqual({ keys: [] });
});

it.each([
  ["the status 503", async () => new Response("no", { status: 503 }), "server_error"],
  ["an empty body", async () => new Response(null), "empty"],
  ["a body of more than 256 KB", async () => new Response(" ".repeat(256 * 1024 + 1)), "too_large"],
  ["a web page", async () => new Response("<html>"), "not_json"],
  ["a failed request", () => Promise.reject(new TypeError("fetch failed")), "unreachable"],
  ["a timeout", () => Promise.reject(new DOMException("late", "TimeoutError")), "timeout"],
])("for %s, loading a JWKS document rejects with the matching error code", async (_label, response, code) => {
  await expect(answer(response)).rejects.toMatchObject({ name: "JwksFailure", code });
});

it.each([
  ["never settles", () => new Promise<Response>(() => {})],
  ["resolves to a body that never ends", async () => new Response(new ReadableStream())],
])("at the deadline, loading a JWKS document rejects if a custom fetch ignores its signal and %s", async (_, send) => {
  const deadline = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValue(deadline.signal);
  const loading = answer(send);
  deadline.abort(new DOMException("late", "TimeoutError"));
  await expect(loading).rejects.toMatchObject({ name: "JwksFailure", code: "timeout" });
});
