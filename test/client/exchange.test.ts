import { afterEach, describe, expect, it, vi } from "vitest";
import { createExchange } from "../../src/client/exchange.ts";
import { signToken } from "../support/sign-token.ts";
import { rejectionOf } from "./engine-harness.ts";
import { createWire } from "./wire.ts";

const BASE = "https://cloud.example";
const { signal } = new AbortController();
const ROUTE = "POST /v1/auth/tokens/exchange";
const PROBE = "GET /v1/threads";
const withHeader = () => Response.json({ threads: [] }, { headers: { Authorization: "Bearer workspace.by.header" } });

describe("a server with a token exchange route", () => {
  it("sends the ID token as a bearer token and reads the workspace token from the response body", async () => {
    const wire = createWire({ [ROUTE]: Response.json({ token: "workspace.by.route" }) });
    expect(await createExchange(BASE, wire.fetch)("id.token.one", signal)).toBe("workspace.by.route");
    expect(wire.sent).toEqual([
      { method: "POST", url: "/v1/auth/tokens/exchange", authorization: "Bearer id.token.one", body: "" },
    ]);
  });

  it("after the exchange route has worked once, reports its 404 and does not try the response header", async () => {
    const wire = createWire({
      [ROUTE]: [Response.json({ token: "a.b.c" }), Response.json({ error: "Not Found" }, { status: 404 })],
      [PROBE]: withHeader,
    });
    const exchange = createExchange(BASE, wire.fetch);
    await exchange("x", signal);
    expect(await rejectionOf(exchange("x", signal))).toMatchObject({ code: "exchange_failed", retryable: false });
    expect(wire.paths()).not.toContain("GET /v1/threads?limit=1");
  });

  it("reports a connection that is lost during the body as `network`", async () => {
    const lost = () => {
      const body = new ReadableStream({ pull: (controller) => controller.error(new TypeError("network error")) });
      return new Response(body, { headers: { "Content-Type": "application/json" } });
    };
    const wire = createWire({ [ROUTE]: lost });
    expect(await rejectionOf(createExchange(BASE, wire.fetch)("x", signal))).toMatchObject({ code: "network" });
  });

  it("rejects an exchange response that contains no token", async () => {
    const wire = createWire({ [ROUTE]: Response.json({ jwt: "a.b.c" }) });
    expect(await rejectionOf(createExchange(BASE, wire.fetch)("x", signal))).toMatchObject({ code: "exchange_failed" });
  });
});

describe("a server without a token exchange route", () => {
  const page = () => new Response("<html></html>", { headers: { "Content-Type": "text/html" } });

  it("F76 if a page answers the exchange once, as in a captive portal, later finds the missing route", async () => {
    const wire = createWire({
      [ROUTE]: [page(), new Response(null, { status: 404 })],
      [PROBE]: [page(), withHeader()],
    });
    const exchange = createExchange(BASE, wire.fetch);
    expect(await rejectionOf(exchange("x", signal))).toMatchObject({ code: "exchange_failed", retryable: true });
    expect(await exchange("x", signal)).toBe("workspace.by.header");
  });

  it("F76 if the server answers every unknown path with a page, reads the token from a response header", async () => {
    const wire = createWire({ [ROUTE]: page, [PROBE]: withHeader });
    expect(await createExchange(BASE, wire.fetch)("x", signal)).toBe("workspace.by.header");
  });

  it.each([404, 405])(
    "after a %s from the exchange route, reads the token from the header of an API response",
    async (status) => {
      const wire = createWire({ [ROUTE]: new Response(null, { status }), [PROBE]: withHeader });
      const exchange = createExchange(BASE, wire.fetch);
      expect(await exchange("id.token.one", signal)).toBe("workspace.by.header");
      expect(await exchange("id.token.two", signal)).toBe("workspace.by.header");
      expect(wire.paths()).toEqual([
        "POST /v1/auth/tokens/exchange",
        "GET /v1/threads?limit=1",
        "GET /v1/threads?limit=1",
      ]);
      expect(wire.sent.at(-1)?.authorization).toBe("Bearer id.token.two");
    },
  );

  it("if the browser rejects the preflight of the exchange, reads the token from a response header", async () => {
    const wire = createWire({ [ROUTE]: new TypeError("Failed to fetch"), [PROBE]: withHeader });
    expect(await createExchange(BASE, wire.fetch)("x", signal)).toBe("workspace.by.header");
  });

  it("if CORS hides the response header with the token, the error explains how to expose the header", async () => {
    const wire = createWire({ [PROBE]: Response.json({ threads: [] }) });
    const error = await rejectionOf(createExchange(BASE, wire.fetch)("x", signal));
    expect(error).toMatchObject({ code: "exchange_failed" });
    expect(error.remedy).toContain("Access-Control-Expose-Headers");
  });

  it("F56 if the exchange is redirected to a page, the error's remedy names the redirect", async () => {
    const fetch = async () => Object.defineProperty(new Response("<html>"), "redirected", { value: true });
    const error = await rejectionOf(createExchange(BASE, fetch)("x", signal));
    expect(error).toMatchObject({ code: "exchange_failed", remedy: expect.stringContaining("redirects") });
  });
});

describe("F76 the choice between the exchange route and the response header", () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each(["https://proj-0example.assistant-api.com", "https://backend.assistant-api.com/api"])(
    "does not try the exchange route at a URL of the hosted cloud: %s",
    async (hosted) => {
      const wire = createWire({ [PROBE]: withHeader, "GET /api/v1/threads": withHeader });
      expect(await createExchange(hosted, wire.fetch)("x", signal)).toBe("workspace.by.header");
      expect(wire.sent.map(({ method }) => method)).toEqual(["GET"]);
    },
  );

  it.each(["https://assistant-api.com.example", "https://evil.example/?a=.assistant-api.com", BASE])(
    "for a base URL outside the hosted cloud, tries the exchange route before any other route: %s",
    async (unknown) => {
      const wire = createWire({
        [ROUTE]: Response.json({ token: "a.b.c" }),
        "POST /": Response.json({ token: "a.b.c" }),
      });
      await createExchange(unknown, wire.fetch)("x", signal);
      expect(wire.sent.map(({ method }) => method)).toEqual(["POST"]);
    },
  );

  it("after a reload of the page, tries only the exchange method that worked before the reload", async () => {
    const storedEntries = new Map<string, string>();
    vi.stubGlobal("sessionStorage", {
      getItem: (slot: string) => storedEntries.get(slot) ?? null,
      setItem: (slot: string, text: string) => storedEntries.set(slot, text),
    });
    const first = createWire({ [PROBE]: withHeader });
    await createExchange(BASE, first.fetch)("x", signal);
    expect(first.paths()).toHaveLength(2);
    expect([...storedEntries.values()].join()).not.toContain("workspace");
    const second = createWire({ [PROBE]: withHeader });
    await createExchange(BASE, second.fetch)("x", signal);
    expect(second.paths()).toEqual(["GET /v1/threads?limit=1"]);
    const other = createWire({ [PROBE]: withHeader });
    await createExchange("https://other.example", other.fetch)("x", signal);
    expect(other.paths()).toHaveLength(2);
  });

  it.each([401, 403])("does not try the exchange route again if its %s response has no error code", async (status) => {
    const wire = createWire({ [ROUTE]: Response.json({ error: "Unauthorized" }, { status }), [PROBE]: withHeader });
    const exchange = createExchange(BASE, wire.fetch);
    expect(await exchange("x", signal)).toBe("workspace.by.header");
    await exchange("x", signal);
    expect(wire.paths().filter((path) => path.startsWith("POST"))).toHaveLength(1);
  });

  it("remembers that a server has no exchange route, even if assistant-cloud-server issued the token", async () => {
    const answer = Response.json({}, { headers: { Authorization: `Bearer ${signToken({ sub: "ada" })}` } });
    const wire = createWire({ [ROUTE]: new Response(null, { status: 404 }), [PROBE]: answer });
    const exchange = createExchange(BASE, wire.fetch);
    await exchange("x", signal);
    await exchange("x", signal);
    expect(wire.paths().filter((path) => path.startsWith("POST"))).toHaveLength(1);
  });

  it("does not try the response header if the error of the exchange route has a code", async () => {
    const refused = Response.json({ error: "No auth rule matches", code: "no_rule_matches" }, { status: 403 });
    const wire = createWire({ [ROUTE]: refused, [PROBE]: withHeader });
    const error = await rejectionOf(createExchange(BASE, wire.fetch)("x", signal));
    expect(error).toMatchObject({ code: "rejected", retryable: false });
    expect(wire.paths()).toHaveLength(1);
  });

  it("if the exchange route and the response header both fail, reports the error of the route", async () => {
    const wire = createWire({
      [ROUTE]: Response.json({ error: "No auth rule matches the JWT iss and aud claims" }, { status: 403 }),
      [PROBE]: Response.json({ error: "Unauthorized" }, { status: 401 }),
    });
    const error = await rejectionOf(createExchange(BASE, wire.fetch)("x", signal));
    expect(error).toMatchObject({ code: "rejected", message: expect.stringContaining("No auth rule matches") });
  });
});

describe("F45 a platform whose responses cannot be cloned", () => {
  it.each([{ error: "No auth rule matches" }, { error: "No auth rule matches", code: "no_rule_matches" }])(
    "reports the refusal %j as `rejected`",
    async (body) => {
      const clone = () => {
        throw new Error("Not implemented");
      };
      // A test server in the same process may have made the methods of `Response` read-only, so define a property.
      const fetch = async () => Object.defineProperty(Response.json(body, { status: 403 }), "clone", { value: clone });
      expect(await rejectionOf(createExchange(BASE, fetch)("x", signal))).toMatchObject({ code: "rejected" });
    },
  );
});

describe("a 401 from the exchange route, then a temporary error from the API", () => {
  it.each([
    [503, "unavailable", { code: "exchange_failed", retryable: true }],
    [429, "rate_limited", { code: "rate_limited", retryable: true }],
  ])("reports the temporary error %s instead of the 401", async (status, error, expected) => {
    const wire = createWire({
      [ROUTE]: Response.json({ error: "Unauthorized" }, { status: 401 }),
      [PROBE]: Response.json({ error }, { status, headers: { "Retry-After": "7" } }),
    });
    const thrown = await rejectionOf(createExchange(BASE, wire.fetch)("x", signal));
    expect(thrown).toMatchObject({ ...expected, retryAfterMs: 7_000 });
  });
});

describe("errors of the exchange route", () => {
  const cases: [number, string, object][] = [
    [403, "No auth rule matches the JWT iss and aud claims", { code: "rejected", retryable: false }],
    [401, "JWT token has expired", { code: "expired_token", retryable: true }],
    [401, "JWT token is not yet valid", { code: "rejected", retryable: false }],
    [429, "rate_limited", { code: "rate_limited", retryable: true }],
    [503, "jwks_unavailable", { code: "exchange_failed", retryable: true }],
    [400, "Schema validation error", { code: "exchange_failed", retryable: false }],
  ];
  it.each(cases)("turns the status %s and the text %j into a typed error", async (status, error, expected) => {
    const wire = createWire({ [ROUTE]: Response.json({ error }, { status }) });
    expect(await rejectionOf(createExchange(BASE, wire.fetch)("x", signal))).toMatchObject(expected);
  });

  it.each([
    ["the code with a translated text", { error: "Le jeton a expiré", code: "token_expired" }, "expired_token"],
    ["the text with another code", { error: "JWT token has expired", code: "token_invalid" }, "rejected"],
    ["a text with the same ending", { error: "The trial has expired" }, "rejected"],
  ])("detects an expired ID token by the error code, or by text if no code exists: %s", async (_label, body, code) => {
    const wire = createWire({ [ROUTE]: Response.json(body, { status: 401 }) });
    expect(await rejectionOf(createExchange(BASE, wire.fetch)("x", signal))).toMatchObject({ code });
  });

  it("the error quotes the server's reason, but omits the email address that the reason contains", async () => {
    const error = "JWT sub is not a valid user ID: ada@example.com";
    const wire = createWire({ [ROUTE]: Response.json({ error }, { status: 403 }) });
    const { message } = await rejectionOf(createExchange(BASE, wire.fetch)("x", signal));
    expect(message).toBe("The exchange answered 403: JWT sub is not a valid user ID.");
  });

  it("reports an unreachable server with the error code `network`", async () => {
    const wire = createWire({ [ROUTE]: new TypeError("down"), [PROBE]: new TypeError("down") });
    expect(await rejectionOf(createExchange(BASE, wire.fetch)("x", signal))).toMatchObject({ code: "network" });
  });
});
