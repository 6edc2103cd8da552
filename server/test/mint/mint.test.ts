import { type Authority, type AuthorityStorage, createAuthority, serveAuthority } from "assistant-cloud-server";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { call, claimsOf, mint, tokenOf } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { rawRequest } from "../support/raw-request.ts";

const issuer = "https://auth.example.com";
let storage: AuthorityStorage;
let authority: Authority;
let key: string;
let time = 0;
const now = () => time;

beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());
beforeEach(async () => {
  time = Date.UTC(2026, 0, 1, 12);
  authority = await createAuthority({ storage, issuer, now });
  key = (await authority.keys.create({ name: "backend" })).key;
  return () => authority.close();
});

test("mints a token that is valid for five minutes and contains exactly the documented claims", async () => {
  const reply = await mint(authority, key, { "Aui-User-Id": "user-1" });
  const issuedAt = time / 1000;
  expect(claimsOf(reply)).toEqual({
    sub: "user-1",
    workspace_id: "workspace-1",
    project_id: "default",
    iss: issuer,
    iat: issuedAt,
    nbf: issuedAt - 10,
    exp: issuedAt + 300,
  });
  expect(decodeProtectedHeader(tokenOf(reply))).toEqual({
    typ: "aui-workspace+jwt",
    alg: "ES256",
    kid: expect.stringMatching(/^[\w-]{43}$/),
  });
  expect(reply.body).toEqual({ token: expect.any(String) });
});

test("S7 mints a token for the system user if a request has no user id, and rejects the system user's id", async () => {
  expect(claimsOf(await mint(authority, key))).toMatchObject({ sub: "__SYSTEM__" });
  const reply = await mint(authority, key, { "Aui-User-Id": "__SYSTEM__" });
  expect(reply).toMatchObject({ status: 403, body: { error: "Invalid Aui-User-Id header" } });
});

test("a mint request may have an empty JSON body, and ids in the body have no effect", async () => {
  const headers = { "Content-Type": "application/json" };
  expect((await mint(authority, key, headers)).status).toBe(200);
  const reply = await call(authority, "/v1/auth/tokens", {
    method: "POST",
    bearer: key,
    headers: { ...headers, "Aui-Workspace-Id": "workspace-1" },
    body: JSON.stringify({ userId: "someone-else", workspace_id: "other" }),
  });
  expect(claimsOf(reply)).toMatchObject({ sub: "__SYSTEM__", workspace_id: "workspace-1" });
});

test("once the caches are filled, minting a token causes no database query", async () => {
  await mint(authority, key);
  await authority.close();
  const run = vi.spyOn(storage, "run");
  for (let round = 0; round < 20; round++) await mint(authority, key);
  expect(run).not.toHaveBeenCalled();
  run.mockRestore();
});

test.each([
  ["S49 a missing", undefined],
  ["S49 an empty", ""],
  ["S49 a duplicate", "workspace-1, workspace-2"],
  ["S7 an anonymous visitor's id as", "usr_anon_0abc"],
  ["S7 the reserved id for traces as", "__OTLP__"],
  ["S7 the system user's id as", "__SYSTEM__"],
  ["S7 a deleted user's id as", "usr_deleted"],
  ["S6 a 256-character", "x".repeat(256)],
])("%s workspace id in a mint request causes a 403 response", async (_title, id) => {
  const headers = id === undefined ? {} : { "Aui-Workspace-Id": id };
  const reply = await call(authority, "/v1/auth/tokens", { method: "POST", bearer: key, headers });
  expect(reply).toMatchObject({ status: 403, body: { error: "Invalid Aui-Workspace-Id header" } });
});

test.each(["Aui-Workspace-Id", "Aui-User-Id"])(
  "S68 rejects a %s header that contains a stringified missing value, such as `undefined`, and explains why",
  async (header) => {
    for (const id of ["undefined", "null", "NaN", "[object Object]", "org_1:undefined", "null:user_1"]) {
      const reply = await mint(authority, key, { [header]: id });
      expect(reply).toMatchObject({
        status: 403,
        body: {
          error: `Invalid ${header} header`,
          message: expect.stringMatching(/ID contains the word .* for a missing value$/),
        },
      });
    }
  },
);

test.each([["usr_anon_0abc"], ["usr_deleted"], ["__OTLP__"], ["a b"], [""], ["a\u00a0b"]])(
  "S7 rejects the user id %j in a mint request",
  async (id) => {
    const reply = await mint(authority, key, { "Aui-User-Id": id });
    expect(reply).toMatchObject({ status: 403, body: { error: "Invalid Aui-User-Id header" } });
  },
);

test("S6 rejects ids with invisible or control characters in a mint request", async () => {
  const server = await serveAuthority({ authority, port: 0, dashboardFolder: null });
  // The characters: a right-to-left override, a zero-width space and a no-break space in UTF-8; DEL; a single C1 byte;
  // and control characters.
  for (const bytes of ["\xe2\x80\xae", "\xe2\x80\x8b", "\xc2\xa0", "\x7f", "\x85", "\x00", "\x01", "\t", "\r"]) {
    for (const header of ["Aui-User-Id", "Aui-Workspace-Id"]) {
      const { status, text } = await rawRequest(server.port, [
        ...["POST /v1/auth/tokens HTTP/1.1", "Host: localhost", "Content-Length: 0", `Authorization: Bearer ${key}`],
        ...(header === "Aui-User-Id" ? ["Aui-Workspace-Id: workspace-1"] : []),
        `${header}: a${bytes}b`,
      ]);
      // Node itself rejects some of these bytes.
      expect([400, 403], JSON.stringify(bytes)).toContain(status);
      expect(text).not.toContain('"token"');
    }
  }
  await server.close();
});

test("S4 rejects an API key that a web page sends", async () => {
  const reply = await mint(authority, key, { Origin: "https://app.example.com" });
  expect(reply).toMatchObject({
    status: 403,
    body: { code: "api_key_in_browser", message: expect.stringContaining("Revoke that key") },
  });
});

test("S26 rejects a workspace token that is sent in place of an API key", async () => {
  const token = tokenOf(await mint(authority, key));
  const reply = await mint(authority, token);
  expect(reply).toMatchObject({
    status: 403,
    body: { error: "This endpoint may only be accessed from the backend" },
  });
});

test.each([
  ["sk_aui_proj_default_0nonsense", "Invalid API key format"],
  ["opaque", "Unsupported authorization value"],
])("S4 rejects the credential %j with the error %j", async (bearer, error) => {
  expect(await mint(authority, bearer)).toMatchObject({ status: 403, body: { error } });
});
