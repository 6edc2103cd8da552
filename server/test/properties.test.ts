import { generateKeyPairSync } from "node:crypto";
import { type AuthorityServer, createAuthority, serveAuthority } from "assistant-cloud-server";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { claimsOf, exchange, type Reply } from "./support/call.ts";
import { forge, withRsa } from "./support/forge.ts";
import { isValidId, isValidToken } from "./support/independent-checks.ts";
import { STORAGE_TIMEOUT_MS } from "./support/open-test-storage.ts";
import { rawRequest } from "./support/raw-request.ts";
import { setUpExchange } from "./support/set-up-exchange.ts";
import { AUDIENCE } from "./support/start-issuer.ts";

const TIMEOUT = { timeout: 180_000 };
const t = setUpExchange();
const faults: unknown[] = [];
let server: AuthorityServer;
let key: string;

beforeAll(async () => {
  server = await serveAuthority({
    authority: { fetch: (request) => t.authority.fetch(request) },
    port: 0,
    dashboardFolder: null,
  });
}, STORAGE_TIMEOUT_MS);
afterAll(() => server.close());
beforeEach(async () => {
  await t.authority.close();
  faults.length = 0;
  const { storage, projectId, now } = t;
  const common = { storage, projectId, now, issuer: "https://auth.example.com", allowInsecureJwks: true };
  t.authority = await createAuthority({ ...common, anonymous: true, onFault: (error) => faults.push(error) });
  await t.authority.rules.add(t.rule());
  key = (await t.authority.keys.create({ name: "backend" })).key;
}, STORAGE_TIMEOUT_MS);

const clean = (status: number, text: string) => {
  expect(status, text.slice(0, 300)).toBeGreaterThanOrEqual(200);
  expect(status, text.slice(0, 300)).toBeLessThan(500);
  expect(faults).toEqual([]);
};
/**
 * Generates strings whose character codes are from `min` to 255. Omits line breaks, because they would end the header.
 */
const text = (min: number) =>
  fc
    .array(fc.integer({ min, max: 255 }), { maxLength: 60 })
    .map((codes) => String.fromCharCode(...codes.filter((code) => code !== 10 && code !== 13)));
// Node itself rejects control characters, so most generated values contain none.
const bytes = fc.oneof({ weight: 3, arbitrary: text(32) }, text(1));

test("random bytes in a path, a method or a header never cause a 500", TIMEOUT, async () => {
  const path = fc.oneof(
    bytes.map((text) => `/${text.replaceAll(" ", "")}`),
    fc.webPath(),
    fc.webUrl(),
    fc.constantFrom("/v1/auth/tokens", "/v1/auth/tokens/exchange", "/v1/threads", "/.well-known/jwks.json", "*", "//"),
  );
  const method = fc.constantFrom("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "get");
  await fc.assert(
    fc.asyncProperty(method, path, bytes, bytes, bytes, async (verb, target, authorization, origin, host) => {
      const { status, text } = await rawRequest(server.port, [
        `${verb} ${target} HTTP/1.1`,
        `Host: ${host}`,
        `Authorization: ${authorization}`,
        `Origin: ${origin}`,
        "Content-Length: 0",
      ]);
      clean(status, text);
      expect(text).not.toMatch(/"(token|access_token)":|^authorization:/im);
    }),
    { numRuns: 200 },
  );
});

test("random bytes as a user id or workspace id never cause a 500", TIMEOUT, async () => {
  const valid = fc.stringMatching(/^[\w:|@.-]{1,40}$/);
  const taken = fc.constantFrom("usr_anon_0x", "usr_deleted", "__SYSTEM__", "__OTLP__", "");
  const long = fc.constantFrom("x".repeat(255), "x".repeat(256));
  // Ids with one arbitrary byte in the middle.
  const spoilt = fc.tuple(valid, text(1), valid).map(([head, middle, tail]) => head + middle.slice(0, 1) + tail);
  const id = fc.oneof({ weight: 4, arbitrary: valid }, spoilt, spoilt, bytes, taken, long);
  const issued = { some: 0, none: 0 };
  const payloadIn = (text: string) => /"token":"[^.]+\.([^.]+)\./.exec(text)?.[1] ?? "";
  // Whitespace around a header value is not part of it (RFC 9110 §5.5).
  const read = (header: string) => header.replace(/^[ \t]+|[ \t]+$/g, "");
  await fc.assert(
    fc.asyncProperty(id, id, async (workspace, user) => {
      const { status, text } = await rawRequest(server.port, [
        "POST /v1/auth/tokens HTTP/1.1",
        "Host: localhost",
        "Content-Length: 0",
        `Authorization: Bearer ${key}`,
        `Aui-Workspace-Id: ${workspace}`,
        `Aui-User-Id: ${user}`,
      ]);
      clean(status, text);
      const [workspaceId, userId] = [read(workspace), read(user)];
      // A comma at the end may mean that the header was sent twice.
      const isSound = [workspaceId, userId].every((given) => isValidId(given) && !given.endsWith(","));
      expect(status === 200, text.slice(0, 300)).toBe(isSound);
      issued[isSound ? "some" : "none"]++;
      if (!isSound) return;
      const claims = JSON.parse(Buffer.from(payloadIn(text), "base64url").toString());
      expect(claims).toMatchObject({ workspace_id: workspaceId, sub: userId });
    }),
    { numRuns: 300 },
  );
  expect(Math.min(issued.some, issued.none)).toBeGreaterThan(30);
});

test("random claims, headers and signatures of a token never cause a 500", TIMEOUT, async () => {
  const keys = [t.privateKey(), generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey] as const;
  const now = t.seconds();
  const anything = fc.oneof(fc.jsonValue(), fc.string(), fc.constantFrom(-1, 1e20, 2 ** 53, null, [], {}, undefined));
  const times = [-86_401, -86_400, -6, -5, -4, 0, 4, 5, 6, 600.5, 86_400, 86_401].map((after) => now + after);
  const texts = fc.string({ unit: "grapheme", maxLength: 300 });
  const ids = ["user\u00adone", "a b", "e\u0301", "\ud800", "usr_anon_0x", "__SYSTEM__", "x".repeat(256), "用户", "0"];
  const { issuer, kid } = t.provider;
  const known = new Map<string, readonly unknown[]>([
    ...["exp", "iat", "nbf"].map((name) => [name, times] as const),
    ["sub", ids],
    ["iss", [issuer.slice(0, -1), issuer.toUpperCase(), [issuer]]],
    ["aud", [[AUDIENCE], ["x", AUDIENCE, 1], `${AUDIENCE} `, [[[AUDIENCE]]], { [AUDIENCE]: 1 }]],
    ["alg", ["none", "HS256", "PS256", "ES256", "rs256"]],
    ["kid", ["x", "__proto__", [kid]]],
    ["typ", ["JWT", 1]],
    ["crit", [[], ["exp"]]],
    ["b64", [true, false]],
  ]);
  /** Generates an object that has up to two of the properties in `names`. Most of the values are invalid. */
  const some = (names: string[]) => {
    const member = (name: string) =>
      fc
        .oneof(fc.constantFrom(...(known.get(name) ?? ["x", [], {}])), anything, texts)
        .map((value) => [name, value] as const);
    return fc.array(fc.oneof(...names.map(member)), { maxLength: 2 }).map((members) => Object.fromEntries(members));
  };
  const claimNames = ["iss", "aud", "sub", "exp", "iat", "nbf", "jti", "__proto__", "constructor"];
  const headerNames = ["alg", "kid", "typ", "cty", "crit", "b64", "zip", "enc", "jku", "x5u", "x5c", "jwk"];
  const isForged = fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0);
  const issued = { some: 0, none: 0 };
  await fc.assert(
    fc.asyncProperty(
      some(claimNames),
      fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, some(headerNames)),
      isForged,
      async (claims, more, forged) => {
        const header = { ...t.header(), ...more };
        const token = forge(header, t.claims(claims), withRsa(keys[forged ? 1 : 0]));
        const { status, body } = await exchange(t.authority, token);
        expect([200, 401, 403], JSON.stringify(body)).toContain(status);
        expect(faults).toEqual([]);
        const expected = { issuer: t.provider.issuer, kid: t.provider.kid, seconds: now };
        const isSound = !forged && isValidToken(header, t.claims(claims), expected);
        expect(status === 200, JSON.stringify(body)).toBe(isSound);
        issued[isSound ? "some" : "none"]++;
        if (isSound) expect(claimsOf({ status, body } as Reply)["sub"]).toBe(t.claims(claims)["sub"]);
      },
    ),
    { numRuns: 600 },
  );
  expect(Math.min(issued.some, issued.none)).toBeGreaterThan(60);
});

test("random bodies of a refresh request never cause a 500 and never return a token", TIMEOUT, async () => {
  const body = fc.oneof(
    bytes,
    fc.json(),
    fc.record({ refresh_token: fc.oneof(fc.string(), fc.jsonValue()) }).map((value) => JSON.stringify(value)),
    fc.string().map((text) => JSON.stringify({ refresh_token: `refresh_0${text}` })),
  );
  await fc.assert(
    fc.asyncProperty(body, async (text) => {
      const reply = await rawRequest(
        server.port,
        [
          "POST /v1/auth/tokens/refresh HTTP/1.1",
          "Host: localhost",
          `Content-Length: ${Buffer.from(text, "latin1").length}`,
        ],
        text,
      );
      expect([400, 403], reply.text).toContain(reply.status);
      expect(faults).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
