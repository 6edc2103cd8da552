import { connect } from "node:net";
import {
  type Authority,
  type AuthorityServer,
  type AuthorityStorage,
  createAuthority,
  serveAuthority,
} from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anonymous, call, exchange, mint, type Reply, refresh } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { rawRequest } from "../support/raw-request.ts";
import { AUDIENCE, startIssuer, type TestIssuer } from "../support/start-issuer.ts";

const issuer = "https://auth.example.com";
const MAX_BYTES = 16 * 1024;
let storage: AuthorityStorage;
let provider: TestIssuer;
let authority: Authority;
let server: AuthorityServer;
let key: string;

beforeAll(async () => {
  [storage, provider] = await Promise.all([openTestStorage(), startIssuer()]);
  const options = { storage, issuer, anonymous: true, allowInsecureJwks: true, moveThreads: async () => 0 };
  authority = await createAuthority(options);
  server = await serveAuthority({ authority, port: 0 });
  key = (await authority.keys.create({ name: "backend" })).key;
  const { issuer: iss, jwksUrl } = provider;
  await authority.rules.add({ name: "provider", issuer: iss, jwksUrl, audience: AUDIENCE });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await server.close();
  await authority.close();
  await provider.close();
  await storage.close();
});

const POST_ROUTES = ["/v1/auth/tokens", "/v1/auth/tokens/exchange", "/v1/auth/tokens/anonymous"];
const READING_ROUTES = ["/v1/auth/tokens/refresh", "/v1/threads/claim"];

test.each([...POST_ROUTES, ...READING_ROUTES])("S5 %s returns 413 for a body of more than 16 KB", async (path) => {
  const send = (length: number, bearer = key) =>
    call(authority, path, { method: "POST", bearer, headers: { "Aui-Workspace-Id": "w" }, body: "x".repeat(length) });
  expect(await send(MAX_BYTES + 1)).toMatchObject({ status: 413, body: { code: "body_too_large" } });
  expect((await send(MAX_BYTES)).status).not.toBe(413);
});

const CHUNKED = "Transfer-Encoding: chunked";
const inChunks = (body: string) => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const withKey = () => [`Authorization: Bearer ${key}`, "Aui-Workspace-Id: w"];

test.each(READING_ROUTES)("S5 %s returns 413 for a large body without Content-Length", async (path) => {
  const head = [`POST ${path} HTTP/1.1`, "Host: localhost", CHUNKED, ...withKey()];
  expect((await rawRequest(server.port, head, inChunks("x".repeat(MAX_BYTES + 1)))).status).toBe(413);
  expect((await rawRequest(server.port, head, inChunks("x".repeat(MAX_BYTES)))).status).toBe(400);
});

test("S5 responds to a request whose body exceeds 16 KB and never ends", async () => {
  for (const [path, status] of [
    ["/v1/auth/tokens", 200],
    ["/v1/auth/tokens/refresh", 413],
  ] as const) {
    const socket = connect(server.port, "127.0.0.1");
    socket.on("error", () => {});
    const head = [`POST ${path} HTTP/1.1`, "Host: localhost", CHUNKED, ...withKey(), "", ""];
    socket.write(head.join("\r\n"));
    // The server must respond although the last chunk of the body never arrives.
    socket.write(`5000\r\n${"x".repeat(0x5000)}\r\n`);
    const answer = await new Promise<string>((resolve) => socket.once("data", (chunk) => resolve(chunk.toString())));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    socket.destroy();
  }
});

test("S59 the headers of errors and token responses prevent caching and MIME sniffing", async () => {
  const visit = await anonymous(authority);
  const { token } = visit.body["refresh_token"] as { token: string };
  const bearer = await provider.sign();
  const replies: Record<string, Reply> = {
    mint: await mint(authority, key),
    exchange: await exchange(authority, bearer),
    anonymous: visit,
    refresh: await refresh(authority, token),
    threads: await call(authority, "/v1/threads", { bearer }),
    claim: await call(authority, "/v1/threads/claim", {
      ...{ method: "POST", bearer },
      body: JSON.stringify({ refresh_token: token }),
    }),
    "no credential": await call(authority, "/v1/threads"),
    "a bad one": await mint(authority, "nothing"),
    "a bad body": await refresh(authority, 7),
    "a long body": await refresh(authority, "x".repeat(MAX_BYTES)),
    "no route": await call(authority, "/v1/nowhere", { bearer }),
  };
  const statuses = Object.values(replies).map(({ status }) => status);
  expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 401, 403, 400, 413, 404]);
  for (const [name, { headers }] of Object.entries(replies)) {
    expect(headers.get("Cache-Control"), name).toContain("no-store");
    expect(headers.get("Pragma"), name).toBe("no-cache");
    expect(headers.get("X-Content-Type-Options"), name).toBe("nosniff");
    expect(headers.get("Content-Type"), name).toMatch(/^application\/json(;|$)/);
  }
});

test.each([
  ["GET", "/nowhere"],
  ["GET", "/v1/auth/tokens"],
  ["PUT", "/v1/auth/tokens/exchange"],
  ["PATCH", "/v1/threads"],
  ["POST", "/v1/auth/tokens/"],
  ["GET", "/v1/../healthz/x"],
  ["POST", "/V1/AUTH/TOKENS"],
  ["POST", "//v1/auth/tokens"],
  ["POST", "/v1/auth/tokens%2fanonymous"],
  ["TRACE", "/v1/auth/tokens"],
])("S63 returns 404 as JSON for %s %s", async (method, path) => {
  const { status, text } = await rawRequest(server.port, [
    `${method} ${path} HTTP/1.1`,
    "Host: localhost",
    "Content-Length: 0",
    ...withKey(),
  ]);
  expect(status).toBe(404);
  expect(text).toMatch(/\r\ncontent-type: application\/json/i);
  expect(text).toContain('{"error":"Not Found",');
});

test("S67 /healthz returns 200 to a request without credentials", async () => {
  expect(await call(authority, "/healthz")).toMatchObject({ status: 200, body: { ok: true } });
});

test("the JWKS and discovery documents are public and contain no private key", async () => {
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
