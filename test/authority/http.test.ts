import {
  type Authority,
  type AuthorityServer,
  type AuthorityStorage,
  createAuthority,
  serveAuthority,
} from "assistant-cloud-auth/authority";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { call, exchange, mint } from "./support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "./support/open-test-storage.ts";
import { rawRequest } from "./support/raw-request.ts";

const issuer = "https://auth.example.com";
const faults: unknown[] = [];
let storage: AuthorityStorage;
let authority: Authority;
let server: AuthorityServer;
let key: string;

beforeAll(async () => {
  storage = await openTestStorage();
  authority = await createAuthority({ storage, issuer, onFault: (error) => faults.push(error) });
  server = await serveAuthority({ authority, port: 0 });
  key = (await authority.keys.create({ name: "backend" })).key;
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await server.close();
  await authority.close();
  await storage.close();
});

describe("the Authorization header", () => {
  const MALFORMED = 'Authorization header must begin with \\"Bearer \\"';
  const post = (...headers: string[]) =>
    rawRequest(server.port, ["POST /v1/auth/tokens HTTP/1.1", "Host: localhost", "Content-Length: 0", ...headers]);

  test("S1 none gets 401 and a challenge without an error", async () => {
    const reply = await call(authority, "/v1/auth/tokens", { method: "POST" });
    expect(reply).toMatchObject({ status: 401, body: { error: "Authorization header is missing" } });
    expect(reply.headers.get("WWW-Authenticate")).toBe('Bearer realm="assistant-cloud"');
  });

  test.each([
    "Basic dXNlcjpwYXNz",
    "Bearer",
    "Bearer ",
    "Bearer  two",
    "Bearer\ttab",
    "Bearer a,b",
    "Bearer a, Bearer b",
    "Bearer a b",
    "Bearertoken",
    "Token abc",
    "",
  ])("S2 %j gets 401", async (value) => {
    const { status, text } = await post(`Authorization: ${value}`);
    expect(status).toBe(401);
    expect(text).toContain(MALFORMED);
  });

  test("S2 the scheme is read without regard to case (RFC 7235)", async () => {
    for (const scheme of ["Bearer", "bearer", "BEARER"]) {
      expect((await post(`Authorization: ${scheme} ${key}`, "Aui-Workspace-Id: workspace-1")).status).toBe(200);
    }
  });

  test("S2 S49 headers sent twice are refused", async () => {
    const bearer = `Authorization: Bearer ${key}`;
    expect((await post(bearer, bearer, "Aui-Workspace-Id: workspace-1")).status).toBe(401);
    const twice = await post(bearer, "Aui-Workspace-Id: workspace-1", "Aui-Workspace-Id: workspace-2");
    expect(twice.status).toBe(403);
    expect(twice.text).toContain("Invalid Aui-Workspace-Id header");
  });

  test("S3 a token in the query or the body is not looked at", async () => {
    const headers = { "Aui-Workspace-Id": "workspace-1" };
    const query = `?access_token=${key}&token=${key}&Authorization=Bearer%20${key}`;
    const body = new URLSearchParams({ access_token: key });
    const reply = await call(authority, `/v1/auth/tokens${query}`, { method: "POST", headers, body });
    expect(reply).toMatchObject({ status: 401, body: { code: "authorization_missing" } });
  });

  test("S5 a header beyond Node's limit gets 431, and a long token 403", async () => {
    expect((await post(`Authorization: Bearer a.${"b".repeat(20_000)}.c`)).status).toBe(431);
    expect((await post(`Authorization: Bearer a.${"b".repeat(9000)}.c`)).text).toContain("Invalid JWT token");
  });

  test("S8 the Host and forwarding headers change nothing", async () => {
    const { status, text } = await rawRequest(server.port, [
      "POST /v1/auth/tokens HTTP/1.1",
      "Host: evil.example",
      "X-Forwarded-Host: evil.example",
      "X-Forwarded-Proto: http",
      "Content-Length: 0",
      `Authorization: Bearer ${key}`,
      "Aui-Workspace-Id: workspace-1",
    ]);
    expect(status).toBe(200);
    const payload = /"token":"[^.]+\.([^.]+)\./.exec(text)?.[1] ?? "";
    expect(JSON.parse(Buffer.from(payload, "base64url").toString())).toMatchObject({ iss: issuer });
  });

  test("no header value, token or id gives a 500, and none is accepted", async () => {
    faults.length = 0;
    const segment = fc.oneof(
      fc.base64String(),
      fc.string(),
      fc.json().map((json) => Buffer.from(json).toString("base64url")),
      fc
        .record({
          alg: fc.constantFrom("RS256", "none", "ES256"),
          kid: fc.string(),
          iss: fc.webUrl(),
          sub: fc.string(),
        })
        .map((value) => Buffer.from(JSON.stringify(value)).toString("base64url")),
    );
    const value = fc.oneof(
      fc.string().map((text) => text),
      fc.tuple(segment, segment, segment).map((parts) => `Bearer ${parts.join(".")}`),
      fc.string().map((text) => `Bearer sk_aui_proj_default_0${text}`),
    );
    const property = fc.asyncProperty(
      value,
      fc.constantFrom("tokens", "tokens/exchange"),
      async (authorization, path) => {
        // What fetch itself refuses to send never gets here.
        const printable = authorization.replace(/[^\x20-\x7e]/g, "");
        const reply = await call(authority, `/v1/auth/${path}`, {
          method: "POST",
          headers: { Authorization: printable },
        });
        expect([401, 403]).toContain(reply.status);
      },
    );
    await fc.assert(property, { numRuns: 300 });
    expect(faults).toEqual([]);
  });
});

describe("bodies, routes and headers", () => {
  test("S5 a body of more than 16 KB gets 413, also when its length is not told", async () => {
    const body = "x".repeat(16 * 1024 + 1);
    const reply = await call(authority, "/v1/auth/tokens/refresh", { method: "POST", body });
    expect(reply).toMatchObject({ status: 413, body: { code: "body_too_large" } });
    const chunked = await rawRequest(
      server.port,
      ["POST /v1/auth/tokens/refresh HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked"],
      `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
    );
    expect(chunked.status).toBe(413);
  });

  test.each([
    ["GET", "/nowhere"],
    ["GET", "/v1/auth/tokens"],
    ["PUT", "/v1/auth/tokens/exchange"],
    ["POST", "/v1/threads"],
    ["POST", "/v1/auth/tokens/"],
    ["GET", "/v1/../healthz/x"],
  ])("S63 %s %s gets 404", async (method, path) => {
    expect(await call(authority, path, { method })).toMatchObject({ status: 404, body: { error: "Not Found" } });
  });

  test("S59 tokens and refusals are never cached", async () => {
    for (const reply of [
      await mint(authority, key),
      await mint(authority, "nothing"),
      await exchange(authority, key),
    ]) {
      expect(reply.headers.get("Cache-Control")).toContain("no-store");
      expect(reply.headers.get("Pragma")).toBe("no-cache");
      expect(reply.headers.get("X-Content-Type-Options")).toBe("nosniff");
      expect(reply.headers.get("Content-Type")).toContain("application/json");
    }
  });

  test("S67 healthz answers anybody", async () => {
    expect(await call(authority, "/healthz")).toMatchObject({ status: 200, body: { ok: true } });
  });

  test("keys and discovery are public, may be cached and hold no private part", async () => {
    const jwks = await call(authority, "/.well-known/jwks.json", { headers: { Origin: "https://any.example" } });
    const keys = jwks.body["keys"] as Record<string, unknown>[];
    expect(keys).toEqual([
      {
        kty: "EC",
        crv: "P-256",
        x: expect.any(String),
        y: expect.any(String),
        use: "sig",
        alg: "ES256",
        kid: expect.any(String),
      },
    ]);
    expect(jwks.headers.get("Cache-Control")).toBe("public, max-age=300");
    expect(jwks.headers.get("Access-Control-Allow-Origin")).toBe("*");
    const etag = jwks.headers.get("ETag") ?? "";
    const again = await call(authority, "/.well-known/jwks.json", { headers: { "If-None-Match": etag } });
    expect(again.status).toBe(304);
    expect(await call(authority, "/.well-known/openid-configuration")).toMatchObject({
      body: { issuer, jwks_uri: `${issuer}/.well-known/jwks.json` },
    });
  });
});

describe("allowed origins", () => {
  const preflight = (from: Pick<Authority, "fetch">, origin: string) =>
    call(from, "/v1/auth/tokens/refresh", {
      method: "OPTIONS",
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,aui-sdk",
      },
    });
  const allowing = (...allowedOrigins: string[]) => createAuthority({ storage, issuer, allowedOrigins });

  test("S57 a preflight is answered for every page when none is listed, without credentials", async () => {
    const { status, headers } = await preflight(authority, "https://app.example.com");
    expect(status).toBe(204);
    expect(headers.get("Access-Control-Allow-Origin")).toBe("*");
    const allowed = headers.get("Access-Control-Allow-Headers")?.toLowerCase().split(",");
    for (const name of ["authorization", "content-type", "aui-sdk", "aui-user-id", "aui-workspace-id"]) {
      expect(allowed).toContain(name);
    }
    expect(headers.get("Access-Control-Allow-Methods")).toBe("GET,POST,PUT,DELETE");
    expect(headers.get("Access-Control-Max-Age")).toBe("7200");
    expect(headers.get("Access-Control-Expose-Headers")).toBe("Authorization,Retry-After");
    expect(headers.has("Access-Control-Allow-Credentials")).toBe(false);
  });

  test("S57 refusals carry the CORS headers too, so that the page can read them", async () => {
    const reply = await call(authority, "/v1/threads", { headers: { Origin: "https://app.example.com" } });
    expect(reply.status).toBe(401);
    expect(reply.headers.get("Access-Control-Allow-Origin")).toBe("*");
  });

  test("S58 only listed origins are allowed", async () => {
    const listed = await allowing("https://example.com", "https://*.example.org:8443", "http://localhost:5173");
    const allowed = [
      "https://example.com",
      "https://a.example.org:8443",
      "https://a.b.example.org:8443",
      "http://localhost:5173",
    ];
    for (const origin of allowed) {
      const { headers } = await preflight(listed, origin);
      expect(headers.get("Access-Control-Allow-Origin")).toBe(origin);
      expect(headers.get("Vary")).toContain("Origin");
    }
    for (const origin of [
      "null",
      "https://evil-example.com",
      "https://example.com.evil",
      "https://example.com:444",
      "http://example.com",
      "https://sub.example.com",
      "https://example.org:8443",
      "https://.example.org:8443",
      "https://a.example.org",
      "https://evilexample.org:8443",
      "https://evil.example/.example.org:8443",
      "http://a.example.org:8443",
      "http://localhost",
    ]) {
      expect((await preflight(listed, origin)).headers.has("Access-Control-Allow-Origin"), origin).toBe(false);
    }
    await listed.close();
  });

  test.each([
    "example.com",
    "http://example.com",
    "https://example.com/path",
    "https://*",
    "https://a.*.com",
    "*",
    "null",
    "ftp://a.b",
  ])("S58 %j cannot be listed", async (origin) => {
    await expect(allowing(origin)).rejects.toMatchObject({
      code: "invalid_setting",
      message: expect.stringContaining("allowedOrigins"),
    });
  });
});
