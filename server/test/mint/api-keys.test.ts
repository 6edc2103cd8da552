import { createHash } from "node:crypto";
import { type Authority, type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { createApiKey } from "../../src/keys/api-key-format.ts";
import { apiKeys } from "../../src/storage/schema.ts";
import { mint } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

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

test("S42 unknown, revoked and expired API keys get the same response", async () => {
  const revoked = await authority.keys.create({ name: "revoked" });
  const expiring = await authority.keys.create({ name: "expiring", expiresAt: new Date(time + 1000) });
  expect((await mint(authority, revoked.key)).status).toBe(200);
  expect((await mint(authority, expiring.key)).status).toBe(200);
  await authority.keys.revoke(revoked.id);
  time += 1000;
  const unknown = createApiKey("default");
  const replies = await Promise.all([revoked.key, expiring.key, unknown].map((each) => mint(authority, each)));
  for (const { status, body } of replies) {
    expect({ status, body }).toEqual({
      status: 403,
      body: { error: "Unknown or expired API key", code: "api_key_unknown", message: "Unknown or expired API key" },
    });
  }
});

test("S43 a project rejects another project's API key, and can neither revoke nor list the key", async () => {
  const other = await createAuthority({ storage, issuer, projectId: "other", now });
  const foreign = await other.keys.create({ name: "foreign" });
  expect(foreign.key).toMatch(/^sk_aui_proj_other_0/);
  expect((await mint(other, foreign.key)).status).toBe(200);
  expect(await mint(authority, foreign.key)).toMatchObject({ status: 403, body: { code: "api_key_unknown" } });
  await expect(authority.keys.revoke(foreign.id)).rejects.toMatchObject({ code: "not_found" });
  expect((await authority.keys.list()).map(({ id }) => id)).not.toContain(foreign.id);
  await other.close();
});

test("S42 a repeated request with an unknown, revoked or expired API key does not query the database", async () => {
  const revoked = await authority.keys.create({ name: "revoked" });
  const expiring = await authority.keys.create({ name: "expiring", expiresAt: new Date(time + 1000) });
  await authority.keys.revoke(revoked.id);
  time += 1000;
  const cold = await createAuthority({ storage, issuer, now });
  const run = vi.spyOn(storage, "run");
  for (const each of [createApiKey("default"), revoked.key, expiring.key]) {
    for (const queries of [1, 0]) {
      run.mockClear();
      expect((await mint(cold, each)).status).toBe(403);
      expect(run).toHaveBeenCalledTimes(queries);
    }
  }
  run.mockRestore();
  await cold.close();
});

test("S39 rejects a mistyped API key without a database query", async () => {
  await mint(authority, key);
  const run = vi.spyOn(storage, "run");
  const at = key.length - 10;
  for (const wrong of [
    key.slice(0, at) + (key[at] === "a" ? "b" : "a") + key.slice(at + 1),
    ...[key.slice(0, -1), `${key}0`, key.replace("default", "Default"), key.replace("_0", "_1"), "sk_aui_proj_"],
  ]) {
    expect(await mint(authority, wrong)).toMatchObject({ status: 403, body: { error: "Invalid API key format" } });
  }
  expect(run).not.toHaveBeenCalled();
  run.mockRestore();
});

test("S41 finds an API key by its hash, and the database rejects a second key with the same hash", async () => {
  const created = await authority.keys.create({ name: "only one" });
  const rows = await storage.run((database) => database.select().from(apiKeys));
  const row = rows.find(({ id }) => id === created.id);
  if (row === undefined) throw new Error("The key was not stored.");
  // Simulates another key with the same hash.
  const copy = { ...row, id: "key_0copy", projectId: "elsewhere" };
  await expect(storage.run((database) => database.insert(apiKeys).values(copy))).rejects.toThrow();
  // A key with the same suffix is nevertheless another key.
  const alike = createApiKey("default").slice(0, -4) + created.suffix;
  expect((await mint(authority, alike)).status).toBe(403);
});

test("S40 S41 the database stores only the hash and four characters of an API key", async () => {
  const secret = key.split("_0")[1] ?? "";
  const stored = await storage.run((database) => database.select().from(apiKeys));
  expect(stored.map(({ hash }) => hash)).toContain(createHash("sha256").update(key).digest("base64url"));
  const rows = JSON.stringify(stored);
  expect(rows).not.toContain(secret);
  expect(rows).not.toContain(secret.slice(0, 8));
  const listed = (await authority.keys.list()).find(({ suffix }) => suffix === key.slice(-4));
  expect(listed).toMatchObject({ name: "backend", status: "active", lastUsedAt: null });
  expect(listed).not.toHaveProperty("hash");
  expect(listed).not.toHaveProperty("key");
});

test("S46 updates the last use of an API key at most once a minute", async () => {
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
  // The clock was ahead and is set back.
  time -= 10_000;
  await mint(authority, created.key);
  expect(await usedAt()).toEqual(new Date(time));
});

test("S44 a process that misses a revocation's notification rejects the revoked key after five seconds", async () => {
  const deaf: AuthorityStorage = { ...storage, subscribe: () => () => {} };
  const second = await createAuthority({ storage: deaf, issuer, now });
  const created = await authority.keys.create({ name: "shared" });
  expect((await mint(second, created.key)).status).toBe(200);
  await authority.keys.revoke(created.id);
  expect((await mint(authority, created.key)).status).toBe(403);
  expect((await mint(second, created.key)).status).toBe(200);
  time += 5000;
  expect((await mint(second, created.key)).status).toBe(403);
  await second.close();
});

test("accepts an API key that another process created five seconds earlier", async () => {
  const second = await createAuthority({ storage, issuer, now });
  const created = await second.keys.create({ name: "late" });
  time += 5000;
  expect((await mint(authority, created.key)).status).toBe(200);
  await second.close();
});

test.each([[""], ["   "], ["x".repeat(256)], ["a\nb"]])("keys.create() rejects the name %j", async (name) => {
  await expect(authority.keys.create({ name })).rejects.toMatchObject({ code: "invalid_key" });
});

test("keys.create() rejects an expiry that is in the past or is not a date", async () => {
  for (const expiresAt of [new Date(time), new Date(Number.NaN)]) {
    await expect(authority.keys.create({ name: "late", expiresAt })).rejects.toMatchObject({ code: "invalid_key" });
  }
});
