import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { backendTokenSource } from "../../../src/client/sources/backend.ts";
import { rejectionOf } from "../engine-harness.ts";
import { createWire } from "../wire.ts";

const URL = "https://app.example/api/token";
const answered = (answer: Response | Error, options: object = {}) => {
  const wire = createWire({ "POST /api/token": answer });
  const source = backendTokenSource({ url: URL, ...options });
  const get = () =>
    source.getToken({ signal: new AbortController().signal, forceRefresh: false, baseUrl: "", fetch: wire.fetch });
  return { wire, source, get };
};

afterEach(() => vi.unstubAllGlobals());

describe("the response body of the token route", () => {
  const json = { "Content-Type": "application/json; charset=utf-8" };
  const answers: [string, Response, string | null][] = [
    ["the bare token", new Response("a.b.c\n", { headers: { "Content-Type": "text/plain" } }), "a.b.c"],
    ["the bare token without a type", new Response(new Blob(["a.b.c"])), "a.b.c"],
    ["JSON with the token", Response.json({ token: "a.b.c" }), "a.b.c"],
    ["the token as a JSON string", new Response('"a.b.c"', { headers: json }), "a.b.c"],
    ["no body, with status 204", new Response(null, { status: 204 }), null],
    ["JSON with null", Response.json({ token: null }), null],
  ];
  it.each(answers)("returns the body's token, or null for a signed-out user: %s", async (_, response, token) => {
    expect(await answered(response).get()).toBe(token);
  });

  it.each([
    ["broken JSON", new Response("{", { headers: json })],
    ["JSON with other properties", Response.json({ jwt: "a.b.c" })],
    ["JSON null", Response.json(null)],
    ["a bare token with a JSON content type", new Response("eyJhbGciOi.eyJzdWIi.c2ln", { headers: json })],
    ["JSON that is truncated", new Response('{"token":eyJhbGciOi.eyJzdWIi', { headers: json })],
  ])("rejects with `invalid_token` and a remedy if the body is %s", async (_, response) => {
    const error = await rejectionOf(answered(response).get());
    expect(error).toMatchObject({ code: "invalid_token", remedy: expect.any(String) });
    // The parser's own message would quote its input.
    expect(inspect(error, { depth: null })).not.toContain("eyJ");
  });
});

describe("the response status of the token route", () => {
  const cases: [number, object][] = [
    [401, { code: "unauthenticated", retryable: false }],
    [403, { code: "unauthenticated", retryable: false }],
    [404, { code: "source_failed", retryable: false }],
    [429, { code: "rate_limited", retryable: true }],
    [500, { code: "source_failed", retryable: true }],
    [503, { code: "source_failed", retryable: true }],
  ];
  it.each(cases)("F20 F19 turns the response %s into a typed error", async (status, expected) => {
    expect(await rejectionOf(answered(new Response("nope", { status })).get())).toMatchObject(expected);
  });

  it.each(['{"code":"token_expired"}', '{"error":"JWT token has expired"}'])(
    "F20 a 401 whose body is %s reports the end of the app's session, because the request carried no token",
    async (body) => {
      const response = new Response(body, { status: 401, headers: { "Content-Type": "application/json" } });
      expect(await rejectionOf(answered(response).get())).toMatchObject({ code: "unauthenticated" });
    },
  );

  it("F19 the error contains the delay from the header Retry-After", async () => {
    const response = new Response(null, { status: 429, headers: { "Retry-After": "30" } });
    expect(await rejectionOf(answered(response).get())).toMatchObject({ retryAfterMs: 30_000 });
  });

  it("reports a connection that is lost during the body as `network`", async () => {
    const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError("network error")) });
    expect(await rejectionOf(answered(new Response(body)).get())).toMatchObject({ code: "network", retryable: true });
  });

  it("reports a failed request as `network`, or as `offline` if the browser is offline", async () => {
    expect(await rejectionOf(answered(new TypeError("down")).get())).toMatchObject({ code: "network" });
    vi.stubGlobal("navigator", { onLine: false });
    expect(await rejectionOf(answered(new TypeError("down")).get())).toMatchObject({ code: "offline" });
  });
});

describe("F56 middleware that redirects the token route", () => {
  let server: Server;
  let calls: string[];
  beforeAll(async () => {
    server = createServer((request, response) => {
      calls.push(`${request.method} ${request.url}`);
      const { pathname, searchParams } = new globalThis.URL(request.url ?? "", "http://localhost");
      if (pathname === "/token")
        response.writeHead(Number(searchParams.get("by")), { Location: searchParams.get("to") ?? "" });
      else if (pathname === "/untyped") response.writeHead(200);
      else if (pathname === "/login" && request.method !== "GET") response.writeHead(405);
      else if (pathname === "/login") response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
      else if (pathname === "/token/")
        response.writeHead(Number(searchParams.get("then")), { "Content-Type": "text/html", "Retry-After": "7" });
      else response.writeHead(200, { "Content-Type": "text/plain" });
      response.end(pathname === "/moved" ? "a.b.c" : "<!doctype html>");
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  beforeEach(() => {
    calls = [];
  });
  afterAll(() => server.close());
  const requestToken = (by: number, to: string, init: RequestInit = {}, fetch = globalThis.fetch) => {
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/token?by=${by}&to=${encodeURIComponent(to)}`;
    const source = backendTokenSource({ url, init });
    return source.getToken({ signal: new AbortController().signal, forceRefresh: false, baseUrl: "", fetch });
  };

  it.each([301, 302, 303, 307, 308])(
    "rejects with `unauthenticated` if a redirect with status %s leads to a login page",
    async (by) => {
      const error = await rejectionOf(requestToken(by, "/login"));
      expect(error).toMatchObject({ code: "unauthenticated", retryable: false });
      expect(error.remedy).toContain("middleware that redirects");
      expect(calls).toHaveLength(2);
    },
  );

  it("recognizes a login page by its body if the page has no content type", async () => {
    expect(await rejectionOf(requestToken(302, "/untyped"))).toMatchObject({ code: "unauthenticated" });
  });

  it("recognizes a redirect by the URL of the response if responses lack `redirected`, as on React Native", async () => {
    const fetchWithoutFlag: typeof fetch = async (input, init) =>
      Object.defineProperty(await fetch(input, init), "redirected", { value: undefined });
    const to = (path: string) => requestToken(307, path, {}, fetchWithoutFlag);
    expect(await rejectionOf(to("/login"))).toMatchObject({ code: "unauthenticated" });
    expect(await to("/moved")).toBe("a.b.c");
  });

  it('names the redirect if `init` contains `redirect: "manual"`, with which the browser reports status 0', async () => {
    const opaque = async () => Object.defineProperty(Response.error(), "type", { value: "opaqueredirect" });
    for (const answer of [fetch, opaque]) {
      const error = await rejectionOf(requestToken(302, "/login", { redirect: "manual" }, answer));
      expect(error).toMatchObject({ code: "unauthenticated", message: expect.stringContaining("redirected") });
    }
  });

  it.each([307, 308])("follows a redirect with status %s if the redirect target returns a token", async (by) => {
    expect(await requestToken(by, "/moved")).toBe("a.b.c");
  });

  it.each([408, 425, 429, 500, 503])(
    "F56 F19 stays retryable if a harmless redirect leads to a route that answers %s",
    async (status) => {
      const error = await rejectionOf(requestToken(308, `/token/?then=${status}`));
      const code = status === 429 ? "rate_limited" : "source_failed";
      expect(error).toMatchObject({ code, retryable: true, retryAfterMs: 7_000 });
    },
  );
});

describe("the request to the token route", () => {
  it("sends a POST request even if `init` sets another method", async () => {
    const { wire, get } = answered(new Response("a.b.c"), { init: { method: "GET", headers: { "X-Csrf": "1" } } });
    await get();
    expect(wire.paths()).toEqual(["POST /api/token"]);
  });

  it("passes the abort signal of the engine to the request", async () => {
    const controller = new AbortController();
    const fetch = vi.fn(async () => new Response("a.b.c"));
    await backendTokenSource(URL).getToken({ signal: controller.signal, forceRefresh: false, baseUrl: "", fetch });
    expect(fetch).toHaveBeenCalledWith(URL, expect.objectContaining({ signal: controller.signal, cache: "no-store" }));
  });
});

describe("the options of backendTokenSource()", () => {
  it("accepts a URL string, an object with `url` and `key`, or an object with `fetchToken`", async () => {
    expect(backendTokenSource("/api/token")).toMatchObject({ kind: "backend", key: null });
    expect(answered(new Response(), { key: "ada" }).source.key).toBe("ada");
    const fetchToken = vi.fn(async () => "a.b.c");
    const source = backendTokenSource({ fetchToken, key: "ada" });
    const { signal } = new AbortController();
    expect(await source.getToken({ signal, forceRefresh: true, baseUrl: "", fetch })).toBe("a.b.c");
    expect(fetchToken).toHaveBeenCalledWith({ signal, forceRefresh: true });
  });

  it.each([{}, { url: "" }, { fetchToken: "no" }, ""])("rejects the options %j as a configuration error", (options) => {
    expect(() => backendTokenSource(options as never)).toThrow(expect.objectContaining({ code: "configuration" }));
  });
});
