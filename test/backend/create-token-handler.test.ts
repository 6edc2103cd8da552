import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError, createTokenHandler, type TokenHandlerOptions } from "../../src/backend/index.ts";
import { createTestToken } from "../../src/testing/create-test-token.ts";

const apiKey = "sk_aui_proj_0abc_0verysecret";
const route = "https://app.example.com/api/assistant-ui-token";
const ids = { workspaceId: "org_1:user_1", userId: "user_1" };

let token: string;
const fetch = vi.fn<typeof globalThis.fetch>();
const onError = vi.fn();
beforeEach(async () => {
  token = await createTestToken(ids);
  fetch.mockReset().mockImplementation(async () => Response.json({ token }));
  onError.mockReset();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const handler = (options: Partial<TokenHandlerOptions> = {}) =>
  createTokenHandler({ apiKey, baseUrl: "https://api.example.com", fetch, authorize: () => ids, onError, ...options });
const post = (headers: Record<string, string> = {}, init: RequestInit = {}) =>
  new Request(route, { method: "POST", headers: { Origin: "https://app.example.com", ...headers }, ...init });

describe("the token route for a signed-in user", () => {
  it("by default, the handler returns plain text that contains only the token", async () => {
    const response = await handler()(post());
    expect(response.status).toBe(200);
    expect(response.headers.get("Content-Type")).toBe("text/plain; charset=utf-8");
    expect(await response.text()).toBe(token);
  });

  it.each([
    ["application/json", "JSON"],
    ["application/json, text/plain;q=0.5", "JSON"],
    ["application/json, text/plain, */*", "JSON"],
    ["Application/JSON; charset=utf-8", "JSON"],
    ["text/plain, application/json;q=0.9", "plain text"],
    ["application/json;q=0, */*", "plain text"],
    ["application/json;q=x", "plain text"],
    ["*/*", "plain text"],
    ["text/html", "plain text"],
    ["", "plain text"],
  ])("with the Accept header %j, the handler returns the token as %s", async (accept, format) => {
    const json = format === "JSON";
    const response = await handler()(post({ Accept: accept }));
    const text = await response.text();
    expect(text).toBe(json ? JSON.stringify({ token }) : token);
    expect(response.headers.get("Content-Type")).toMatch(json ? /^application\/json/ : /^text\/plain/);
  });

  it("S59 the headers of the token response forbid caching and MIME sniffing", async () => {
    const { headers } = await handler()(post());
    expect(headers.get("Cache-Control")).toBe("no-store");
    expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
    expect(headers.get("Vary")).toBe("Accept");
  });

  it("mints a token for the user that `authorize` returns, and `authorize` can read the body", async () => {
    const authorize = vi.fn(async (request: Request) => {
      const { project } = (await request.json()) as { project: string };
      return { workspaceId: `${project}:${request.headers.get("X-User")}`, userId: "user_1" };
    });
    token = await createTestToken({ workspaceId: "p1:u1", userId: "user_1" });
    const response = await handler({ authorize })(post({ "X-User": "u1" }, { body: '{"project":"p1"}' }));
    expect(response.status).toBe(200);
    expect(fetch.mock.calls[0]?.[1]?.headers).toMatchObject({ "Aui-Workspace-Id": "p1:u1", "Aui-User-Id": "user_1" });
  });
});

describe("the token route for a user who is signed out", () => {
  it.each([[null], [undefined]])("returns 401 unauthenticated if `authorize` returns %s", async (identity) => {
    const response = await handler({ authorize: async () => identity })(post());
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: "No user is signed in", code: "unauthenticated" });
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    expect(fetch).not.toHaveBeenCalled();
    expect(onError).not.toHaveBeenCalled();
  });
});

describe("the token route with a method other than POST", () => {
  it.each(["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"])(
    "a %s request to the token route gets 405 with the header Allow",
    async (method) => {
      const authorize = vi.fn(() => ids);
      const response = await handler({ authorize })(new Request(route, { method }));
      expect(response.status).toBe(405);
      expect(response.headers.get("Allow")).toBe("POST");
      expect(authorize).not.toHaveBeenCalled();
    },
  );
});

describe("further arguments of the token route's handler", () => {
  it("the handler passes every argument after the request to `authorize`", async () => {
    interface FrameworkRequest {
      user?: { id: string };
    }
    const withUser = createTokenHandler({
      apiKey,
      fetch,
      authorize: (_request, { user }: FrameworkRequest) => user && { workspaceId: `org_1:${user.id}`, userId: user.id },
    });
    expect((await withUser(post(), { user: { id: "user_1" } })).status).toBe(200);
    expect((await withUser(post(), {})).status).toBe(401);
  });
});

describe("the origin of a request to the token route", () => {
  const sendRequest = async (headers: Record<string, string>, options: Partial<TokenHandlerOptions> = {}) =>
    (await handler(options)(new Request(route, { method: "POST", headers }))).status;

  it("accepts a request from the same origin as the route", async () => {
    expect(await sendRequest({ Origin: "https://app.example.com" })).toBe(200);
  });

  it("accepts an origin that matches the Host header but not the request's URL", async () => {
    const headers = { Origin: "https://public.example.com", Host: "public.example.com" };
    expect(await sendRequest(headers)).toBe(200);
    expect(await sendRequest({ ...headers, Host: "other.example.com" })).toBe(403);
    expect(await sendRequest({ ...headers, Origin: "http://public.example.com" })).toBe(403);
  });

  it("accepts a request with neither Origin nor Sec-Fetch-Site", async () => {
    expect(await sendRequest({})).toBe(200);
  });

  it.each(["same-origin", "none"])("accepts Sec-Fetch-Site: %s with an Origin other than the route's", async (site) => {
    expect(await sendRequest({ Origin: "https://public.example.com", "Sec-Fetch-Site": site })).toBe(200);
  });

  it.each([
    ["another site", { Origin: "https://evil.example" }],
    ["a host that starts with the route's host", { Origin: "https://app.example.com.evil.example" }],
    ["a subdomain of the route's host", { Origin: "https://x.app.example.com" }],
    ["another port", { Origin: "https://app.example.com:444" }],
    ["another scheme", { Origin: "http://app.example.com" }],
    ["an opaque origin", { Origin: "null" }],
    ["another site according to Sec-Fetch-Site", { "Sec-Fetch-Site": "cross-site" }],
    [
      "another site according to Sec-Fetch-Site, despite the route's origin",
      { Origin: "https://app.example.com", "Sec-Fetch-Site": "cross-site" },
    ],
    ["another subdomain of the same site", { Origin: "https://blog.example.com", "Sec-Fetch-Site": "same-site" }],
  ])("S58 returns 403 for a request from %s", async (_label, headers) => {
    const authorize = vi.fn(() => ids);
    expect(await sendRequest(headers as Record<string, string>, { authorize })).toBe(403);
    expect(authorize).not.toHaveBeenCalled();
  });

  const allowedOrigins = ["https://web.example.org", "http://localhost:5173"];

  it.each(allowedOrigins)("the CORS headers for the allowed origin %s allow credentials", async (origin) => {
    const response = await handler({ allowedOrigins })(post({ Origin: origin, "Sec-Fetch-Site": "cross-site" }));
    expect(response.status).toBe(200);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe(origin);
    expect(response.headers.get("Access-Control-Allow-Credentials")).toBe("true");
    expect(response.headers.get("Vary")).toBe("Accept, Origin");
  });

  it("an allowed origin can read errors and the header Retry-After", async () => {
    const response = await handler({ allowedOrigins, authorize: () => null })(
      post({ Origin: allowedOrigins[0] ?? "" }),
    );
    expect(response.status).toBe(401);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe(allowedOrigins[0]);
    expect(response.headers.get("Access-Control-Expose-Headers")).toBe("Retry-After");
  });

  it("S58 the response to a disallowed origin has Vary but no CORS header", async () => {
    const response = await handler({ allowedOrigins })(post({ Origin: "https://evil.example" }));
    expect(response.status).toBe(403);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
    expect(response.headers.get("Vary")).toBe("Origin");
  });

  const preflight = (origin: string) =>
    new Request(route, {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-csrf",
      },
    });

  it("S57 accepts the preflight of an allowed origin and allows the requested headers", async () => {
    const response = await handler({ allowedOrigins })(preflight("http://localhost:5173"));
    expect(response.status).toBe(204);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": "http://localhost:5173",
      "access-control-allow-credentials": "true",
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "content-type,x-csrf",
      "access-control-max-age": "7200",
      vary: "Origin",
    });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("S58 rejects a preflight if no origin is allowed", async () => {
    const response = await handler()(preflight("https://web.example.org"));
    expect(response.status).toBe(405);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  it("a 405 for an allowed origin lists the allowed methods", async () => {
    const request = new Request(route, { method: "GET", headers: { Origin: allowedOrigins[0] ?? "" } });
    const response = await handler({ allowedOrigins })(request);
    expect(response.status).toBe(405);
    expect(response.headers.get("Allow")).toBe("OPTIONS, POST");
  });

  it("S58 rejects the preflight of a disallowed origin", async () => {
    const response = await handler({ allowedOrigins })(preflight("https://evil.example"));
    expect(response.status).toBe(403);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBeNull();
  });

  it.each([
    "*",
    "https://*.example.com/",
    "https://app.example.com/",
    "app.example.com",
    "HTTPS://APP.example.com",
    "null",
    7,
  ])("rejects the entry %s in allowedOrigins", (entry) => {
    expect(() => handler({ allowedOrigins: [entry as string] })).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining("allowedOrigins") }),
    );
  });
});

describe("a failure of the token route", () => {
  const refuse = (status: number, headers: Record<string, string> = {}) =>
    fetch.mockImplementation(async () => Response.json({ error: "Unknown or expired API key" }, { status, headers }));
  const fail = async (options: Partial<TokenHandlerOptions> = {}) => {
    const response = await handler(options)(post());
    const text = await response.text();
    expect(text).not.toContain("verysecret");
    expect(response.headers.get("Cache-Control")).toBe("no-store");
    return { status: response.status, headers: response.headers, body: JSON.parse(text) as unknown };
  };

  it("returns 502 for a rejected API key, and reports the cause only on the server", async () => {
    refuse(403);
    expect(await fail()).toMatchObject({
      status: 502,
      body: { error: "The token service refused this server", code: "rejected" },
    });
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "rejected", message: expect.stringContaining("Unknown or expired API key") }),
    );
  });

  it("returns 503 for a temporary failure of the token service, and 502 for any other failure", async () => {
    refuse(500);
    expect(await fail()).toMatchObject({ status: 503, body: { code: "exchange_failed" } });
    refuse(404);
    expect(await fail()).toMatchObject({ status: 502, body: { code: "exchange_failed" } });
  });

  it("returns 503 when the token service is unreachable", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0);
    fetch.mockRejectedValue(new TypeError("fetch failed"));
    expect(await fail()).toMatchObject({ status: 503, body: { code: "network" } });
  });

  it("F19 returns the status 429 and the header Retry-After of the token service", async () => {
    refuse(429, { "Retry-After": "60" });
    const { status, headers, body } = await fail();
    expect(status).toBe(429);
    expect(body).toMatchObject({ code: "rate_limited" });
    expect(headers.get("Retry-After")).toBe("60");
  });

  it("returns 502 if the minted token belongs to another user", async () => {
    token = await createTestToken({ userId: "user_2" });
    const { status, body } = await fail();
    expect(status).toBe(502);
    expect(body).toMatchObject({ code: "identity_mismatch" });
    expect(JSON.stringify(body)).not.toContain(token);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("session of alice@example.com: secret-cookie");
      },
    ],
    [
      "rejects",
      async () => {
        throw new Error("session of alice@example.com: secret-cookie");
      },
    ],
    [
      "throws a string",
      () => {
        throw "secret-cookie";
      },
    ],
  ])("returns 500 without the original message if `authorize` %s", async (_label, authorize) => {
    const { status, body } = await fail({ authorize });
    expect(status).toBe(500);
    expect(body).toEqual({ error: "The token route failed", code: "source_failed" });
    expect(onError).toHaveBeenCalledExactlyOnceWith(
      expect.objectContaining({ code: "source_failed", message: "`authorize` threw." }),
    );
    expect(onError.mock.calls[0]?.[0]).toHaveProperty("cause");
  });

  it.each([
    ["the request's Authorization header", { headers: { Authorization: "Bearer sk_aui_proj_0abc_0theirs" } }],
    ["the request's body", { body: JSON.stringify({ apiKey: "sk_aui_proj_0abc_0theirs" }) }],
  ])("S48 ignores an API key in %s and uses the configured API key", async (_label, init) => {
    const { headers, ...rest } = init as { headers?: Record<string, string>; body?: string };
    expect((await handler({ authorize: () => null })(post(headers, rest))).status).toBe(401);
    expect((await handler()(post(headers, rest))).status).toBe(200);
    expect(fetch).toHaveBeenCalledTimes(1);
    expect(fetch.mock.calls[0]?.[1]?.headers).toMatchObject({ Authorization: `Bearer ${apiKey}` });
  });

  it("returns 500 if `authorize` returns an invalid id, and passes the cause to onError", async () => {
    const { status, body } = await fail({ authorize: () => ({ workspaceId: "w", userId: "" }) });
    expect(status).toBe(500);
    expect(body).toEqual({ error: "The token route failed", code: "configuration" });
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ message: "`userId` must not be empty." });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("by default, logs a failure in one line without its cause", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const authorize = () => {
      throw new Error("secret-cookie");
    };
    await createTokenHandler({ apiKey, fetch, authorize })(post());
    expect(log).toHaveBeenCalledTimes(1);
    expect(log.mock.calls[0]?.join(" ")).toMatch(/^assistant-cloud-auth: source_failed: `authorize` threw\. /);
    expect(log.mock.calls[0]?.join(" ")).not.toContain("secret-cookie");
  });
});

describe("the settings of createTokenHandler()", () => {
  it("throws if `authorize` is missing", () => {
    expect(() => handler({ authorize: undefined as unknown as TokenHandlerOptions["authorize"] })).toThrow(
      expect.objectContaining({ code: "configuration", message: "`authorize` is not a function." }),
    );
  });

  it("throws in a browser as soon as the handler is created", () => {
    vi.stubGlobal("window", {});
    vi.stubGlobal("document", {});
    expect(() => handler()).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining("in a browser") }),
    );
  });

  it("checks the settings when the handler is created, not at the first request", () => {
    expect(() => handler({ apiKey: "sk_live_verysecret" })).toThrow(AssistantCloudAuthError);
    expect(() => handler({ baseUrl: "/api" })).toThrow(AssistantCloudAuthError);
  });
});
