import { type AuthorityServer, createAuthority, serveAuthority } from "assistant-cloud-auth/authority";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { findIdFault } from "../../src/core/ids.ts";
import { exchange } from "./support/call.ts";
import { forge, withRsa } from "./support/forge.ts";
import { STORAGE_TIMEOUT_MS } from "./support/open-test-storage.ts";
import { rawRequest } from "./support/raw-request.ts";
import { setUpExchange } from "./support/set-up-exchange.ts";

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
/** Bytes of a header's or a path's value; what ends a line would begin another header. */
const text = (min: number) =>
  fc
    .array(fc.integer({ min, max: 255 }), { maxLength: 60 })
    .map((codes) => String.fromCharCode(...codes.filter((code) => code !== 10 && code !== 13)));
// Node itself refuses control characters, so most have none.
const bytes = fc.oneof({ weight: 3, arbitrary: text(32) }, text(1));

test("no bytes in path, method or headers give a 500, and none of them a token", TIMEOUT, async () => {
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

test("no bytes as user or workspace of a backend give a 500, and only sound ids a token", TIMEOUT, async () => {
  const id = fc.oneof(bytes, fc.stringMatching(/^[\w:|@.-]{1,40}$/), fc.constantFrom("usr_anon_0x", "__OTLP__", ""));
  let issued = 0;
  const readBack = (text: string) => /"token":"[^.]+\.([^.]+)\./.exec(text)?.[1] ?? "";
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
      if (status !== 200) return;
      issued++;
      const claims = JSON.parse(Buffer.from(readBack(text), "base64url").toString());
      for (const given of [claims.workspace_id, claims.sub]) expect(findIdFault(given)).toBeNull();
      // Blanks around a header's value are not part of it (RFC 9110 §5.5).
      const around = /^[ \t]+|[ \t]+$/g;
      expect(claims).toMatchObject({ workspace_id: workspace.replace(around, ""), sub: user.replace(around, "") });
    }),
    { numRuns: 200 },
  );
  expect(issued).toBeGreaterThan(0);
});

test("no claims and no header of a signed token give a 500, and only a sound one a token", TIMEOUT, async () => {
  const key = t.privateKey();
  const anything = fc.oneof(fc.jsonValue(), fc.string(), fc.constantFrom(-1, 1e20, 2 ** 53, null, [], {}));
  const some = (names: string[]) =>
    fc.dictionary(fc.constantFrom(...names), anything, { maxKeys: 2 }).map((members) => ({ ...members }));
  let issued = 0;
  const names = ["iss", "aud", "sub", "exp", "iat", "nbf", "jti", "__proto__", "constructor"];
  await fc.assert(
    fc.asyncProperty(
      some(names),
      some(["alg", "kid", "typ", "cty", "crit", "b64", "jwk", "jku"]),
      async (claims, header) => {
        const token = forge({ ...t.header(), ...header }, t.claims(claims), withRsa(key));
        const { status, body } = await exchange(t.authority, token);
        expect([200, 401, 403], JSON.stringify(body)).toContain(status);
        expect(faults).toEqual([]);
        if (status !== 200) return;
        issued++;
        const { sub, iss } = t.claims(claims) as { sub: unknown; iss: unknown };
        expect(iss).toBe(t.provider.issuer);
        expect(findIdFault(sub)).toBeNull();
        expect({ ...t.header(), ...header }).toMatchObject(t.header());
      },
    ),
    { numRuns: 300 },
  );
  expect(issued).toBeGreaterThan(0);
});

test("no body of a refresh gives a 500 or a token", TIMEOUT, async () => {
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
