import { type Authority, type AuthorityStorage, createAuthority } from "assistant-cloud-auth/authority";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { apiKeys } from "../../src/authority/storage/schema.ts";
import { call, claimsOf, mint, tokenOf } from "./support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "./support/open-test-storage.ts";

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

describe("POST /v1/auth/tokens", () => {
  test("mints a token of five minutes with these claims and no others", async () => {
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

  test("names the system as user when the backend names none, or names it itself", async () => {
    expect(claimsOf(await mint(authority, key))).toMatchObject({ sub: "__SYSTEM__" });
    expect(claimsOf(await mint(authority, key, { "Aui-User-Id": "__SYSTEM__" }))).toMatchObject({ sub: "__SYSTEM__" });
  });

  test("takes the body-less JSON request of the real client and looks at no body", async () => {
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

  test("makes no database query once caches are warm", async () => {
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
    ["S7 a reserved", "usr_anon_0abc"],
    ["S7 the trace reader's", "__OTLP__"],
    ["S6 a too long", "x".repeat(256)],
  ])("%s workspace id is refused", async (_title, id) => {
    const headers = id === undefined ? {} : { "Aui-Workspace-Id": id };
    const reply = await call(authority, "/v1/auth/tokens", { method: "POST", bearer: key, headers });
    expect(reply).toMatchObject({ status: 403, body: { error: "Invalid Aui-Workspace-Id header" } });
  });

  test.each([["usr_anon_0abc"], ["usr_deleted"], ["__OTLP__"], ["a b"], [""], ["a\u00a0b"]])(
    "S7 the user id %j from a backend is refused",
    async (id) => {
      const reply = await mint(authority, key, { "Aui-User-Id": id });
      expect(reply).toMatchObject({ status: 403, body: { error: "Invalid Aui-User-Id header" } });
    },
  );

  test("S4 a key sent by a web page is refused with the reason", async () => {
    const reply = await mint(authority, key, { Origin: "https://app.example.com" });
    expect(reply).toMatchObject({
      status: 403,
      body: { code: "api_key_in_browser", message: expect.stringContaining("Revoke that key") },
    });
  });

  test("S26 a workspace token is not taken in place of a key", async () => {
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
  ])("S4 the credential %j gets its own refusal", async (bearer, error) => {
    expect(await mint(authority, bearer)).toMatchObject({ status: 403, body: { error } });
  });
});

describe("API keys", () => {
  test("S42 unknown, revoked and expired keys get the same answer", async () => {
    const revoked = await authority.keys.create({ name: "revoked" });
    const expiring = await authority.keys.create({ name: "expiring", expiresAt: new Date(time + 1000) });
    expect((await mint(authority, revoked.key)).status).toBe(200);
    expect((await mint(authority, expiring.key)).status).toBe(200);
    await authority.keys.revoke(revoked.id);
    time += 1000;
    const unknown = await makeForeignKey();
    const replies = await Promise.all([revoked.key, expiring.key, unknown].map((each) => mint(authority, each)));
    for (const { status, body } of replies) {
      expect({ status, body }).toEqual({
        status: 403,
        body: { error: "Unknown or expired API key", code: "api_key_unknown", message: "Unknown or expired API key" },
      });
    }
  });

  test("S43 a key of another project is unknown, also when it names this one", async () => {
    const other = await createAuthority({ storage, issuer, projectId: "other", now });
    const foreign = await other.keys.create({ name: "foreign" });
    expect(foreign.key).toMatch(/^sk_aui_proj_other_0/);
    expect((await mint(other, foreign.key)).status).toBe(200);
    expect(await mint(authority, foreign.key)).toMatchObject({ status: 403, body: { code: "api_key_unknown" } });
    await expect(authority.keys.revoke(foreign.id)).rejects.toMatchObject({ code: "not_found" });
    expect((await authority.keys.list()).map(({ id }) => id)).not.toContain(foreign.id);
    await other.close();
  });

  test("S40 S41 only the hash is stored, and a list shows four characters", async () => {
    const secret = key.split("_0")[1] ?? "";
    const rows = JSON.stringify(await storage.run((database) => database.select().from(apiKeys)));
    expect(rows).not.toContain(secret);
    expect(rows).not.toContain(secret.slice(0, 8));
    const listed = (await authority.keys.list()).find(({ suffix }) => suffix === key.slice(-4));
    expect(listed).toMatchObject({ name: "backend", status: "active", lastUsedAt: null });
    expect(listed).not.toHaveProperty("hash");
    expect(listed).not.toHaveProperty("key");
  });

  test("S46 the last use is written off the request's way, at most once a minute", async () => {
    const created = await authority.keys.create({ name: "used" });
    const usedAt = async () => {
      await authority.close();
      return (await authority.keys.list()).find(({ id }) => id === created.id)?.lastUsedAt;
    };
    const first = new Date(time);
    await mint(authority, created.key);
    expect(await usedAt()).toEqual(first);
    time += 59_000;
    await mint(authority, created.key);
    expect(await usedAt()).toEqual(first);
    time += 1000;
    await mint(authority, created.key);
    expect(await usedAt()).toEqual(new Date(time));
  });

  test("S44 another process's revocation is seen within five seconds", async () => {
    const second = await createAuthority({ storage, issuer, now });
    const created = await authority.keys.create({ name: "shared" });
    expect((await mint(second, created.key)).status).toBe(200);
    await authority.keys.revoke(created.id);
    expect((await mint(authority, created.key)).status).toBe(403);
    time += 5000;
    expect((await mint(second, created.key)).status).toBe(403);
    await second.close();
  });

  test("a key that another process made after this one asked for it is known within five seconds", async () => {
    const second = await createAuthority({ storage, issuer, now });
    const created = await second.keys.create({ name: "late" });
    time += 5000;
    expect((await mint(authority, created.key)).status).toBe(200);
    await second.close();
  });

  test.each([[""], ["   "], ["x".repeat(256)], ["a\nb"]])("the name %j is refused", async (name) => {
    await expect(authority.keys.create({ name })).rejects.toMatchObject({ code: "invalid_key" });
  });

  test("an expiry in the past and an invalid date are refused", async () => {
    for (const expiresAt of [new Date(time), new Date(Number.NaN)]) {
      await expect(authority.keys.create({ name: "late", expiresAt })).rejects.toMatchObject({ code: "invalid_key" });
    }
  });
});

async function makeForeignKey(): Promise<string> {
  const { makeApiKey } = await import("../../src/authority/keys/api-key-format.ts");
  return makeApiKey("default");
}
