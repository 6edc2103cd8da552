import {
  type Authority,
  type AuthorityServer,
  type AuthorityStorage,
  createAuthority,
  serveAuthority,
} from "assistant-cloud-server";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { rawRequest } from "../support/raw-request.ts";

const issuer = "https://auth.example.com";
const faults: unknown[] = [];
let storage: AuthorityStorage;
let authority: Authority;
let server: AuthorityServer;
let key: string;

beforeAll(async () => {
  storage = await openTestStorage();
  authority = await createAuthority({
    storage,
    issuer,
    moveThreads: async () => 0,
    onFault: (error) => faults.push(error),
  });
  server = await serveAuthority({ authority, port: 0 });
  key = (await authority.keys.create({ name: "backend" })).key;
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await server.close();
  await authority.close();
  await storage.close();
});

// CVE-2026-47673 was the opposite bug: any scheme was accepted.
const MALFORMED = 'Authorization header must begin with \\"Bearer \\"';
const post = (...headers: string[]) =>
  rawRequest(server.port, ["POST /v1/auth/tokens HTTP/1.1", "Host: localhost", "Content-Length: 0", ...headers]);

test.each([
  ["POST", "/v1/auth/tokens"],
  ["POST", "/v1/auth/tokens/exchange"],
  ["GET", "/v1/threads"],
  ["POST", "/v1/threads/claim"],
])(
  "S1 %s %s without an Authorization header returns 401 with a challenge that contains no error",
  async (method, path) => {
    const { status, text } = await rawRequest(server.port, [
      `${method} ${path} HTTP/1.1`,
      "Host: x",
      "Content-Length: 0",
    ]);
    expect(status).toBe(401);
    expect(text).toContain('"error":"Authorization header is missing"');
    expect(text).toMatch(/\r\nwww-authenticate: Bearer realm="assistant-cloud"\r\n/i);
  },
);

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
  `Basic ${"a".repeat(20)}.b.c`,
  "",
])("S2 rejects the Authorization header %j with 401", async (value) => {
  const { status, text } = await post(`Authorization: ${value}`);
  expect(status).toBe(401);
  expect(text).toContain(MALFORMED);
});

test("S2 accepts the scheme `Bearer` in any capitalization (RFC 7235)", async () => {
  for (const scheme of ["Bearer", "bearer", "BEARER"]) {
    expect((await post(`Authorization: ${scheme} ${key}`, "Aui-Workspace-Id: workspace-1")).status).toBe(200);
  }
});

test("S2 S49 rejects duplicate Authorization and Aui-* headers", async () => {
  const bearer = `Authorization: Bearer ${key}`;
  const workspace = "Aui-Workspace-Id: workspace-1";
  for (const other of [bearer, "Authorization: Bearer x", "Authorization:", "Authorization: Basic eA=="]) {
    expect((await post(bearer, other, workspace)).status).toBe(401);
    expect((await post(other, bearer, workspace)).status).toBe(401);
  }
  for (const name of ["Aui-Workspace-Id", "Aui-User-Id"]) {
    for (const second of ["second", "first", ""]) {
      const twice = await post(
        bearer,
        ...(name === "Aui-User-Id" ? [workspace] : []),
        `${name}: first`,
        `${name}: ${second}`,
      );
      expect(twice.status, `${name} ${second}`).toBe(403);
      expect(twice.text).toContain(`Invalid ${name} header`);
    }
  }
});

test("S3 ignores a token in the query, in the body or in a cookie", async () => {
  const query = `?access_token=${key}&token=${key}&Authorization=Bearer%20${key}`;
  const headers = {
    "Aui-Workspace-Id": "workspace-1",
    Cookie: `access_token=${key}; Authorization=Bearer ${key}`,
    "Proxy-Authorization": `Bearer ${key}`,
  };
  for (const body of [new URLSearchParams({ access_token: key }), JSON.stringify({ access_token: key, token: key })]) {
    for (const path of ["/v1/auth/tokens", "/v1/auth/tokens/exchange", "/v1/threads/claim"]) {
      const reply = await call(authority, `${path}${query}`, { method: "POST", headers, body });
      expect(reply).toMatchObject({ status: 401, body: { code: "authorization_missing" } });
    }
  }
  expect((await call(authority, `/v1/threads${query}`, { headers })).status).toBe(401);
});

test("S4 returns a specific error for a credential that is neither an API key nor a JWT", async () => {
  for (const value of ["opaque", "refresh_0abc", "sk_aui_other", "SK_AUI_PROJ_x", "%00"]) {
    const { status, text } = await post(`Authorization: Bearer ${value}`);
    expect(status).toBe(403);
    expect(text).toContain("Unsupported authorization value");
  }
});

test.each(["https://app.example.com", "null", issuer, ""])(
  "S4 rejects an API key in a request with the Origin %j",
  async (origin) => {
    const lines = [`Authorization: Bearer ${key}`, "Aui-Workspace-Id: workspace-1"];
    expect((await post(...lines)).status).toBe(200);
    const { status, text } = await post(...lines, `Origin: ${origin}`);
    expect(status).toBe(403);
    expect(text).toContain('"code":"api_key_in_browser"');
    expect(text).toContain("Revoke that key");
  },
);

test("S5 rejects request headers larger than Node's limit, and a token of more than 8192 characters", async () => {
  expect((await post(`Authorization: Bearer a.${"b".repeat(20_000)}.c`)).status).toBe(431);
  // The token is well-formed except for its length.
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const start = `${part({ alg: "RS256" })}.${part({ iss: "x", sub: "user-1" })}.`;
  const answerTo = async (length: number) => (await post(`Authorization: Bearer ${start.padEnd(length, "A")}`)).text;
  expect(await answerTo(8192)).toContain("may only be accessed from the backend");
  expect(await answerTo(8193)).toContain("Invalid JWT token");
});

test("S8 ignores the Host header and the forwarding headers", async () => {
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

test("no malformed header, token or id causes a 500", async () => {
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
      // `fetch` rejects some values before it sends a request.
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
