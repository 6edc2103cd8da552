import { type Authority, type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditLog } from "../../src/storage/schema.ts";
import { mint } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const DAY = 86_400_000;
let storage: AuthorityStorage;
let authority: Authority;
let time = 0;

beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());
beforeEach(async () => {
  time = Date.UTC(2026, 0, 1, 12);
  authority = await createAuthority({ storage, issuer: "https://auth.example.com", now: () => time });
  return () => authority.close();
});

const statusOf = async (key: string) => (await mint(authority, key)).status;
const infoOf = async (id: string) => (await authority.keys.list()).find((key) => key.id === id);

test("a rotated API key stays valid for 24 hours by default", async () => {
  const old = await authority.keys.create({ name: "backend" });
  expect(await statusOf(old.key)).toBe(200);
  const created = await authority.keys.rotate(old.id);
  expect(created).toMatchObject({ name: "backend", status: "active", expiresAt: null, replacedBy: null });
  expect(created.key).not.toBe(old.key);
  expect(await infoOf(old.id)).toMatchObject({
    status: "active",
    expiresAt: new Date(time + DAY),
    replacedBy: created.id,
  });
  time += DAY - 1;
  expect([await statusOf(old.key), await statusOf(created.key)]).toEqual([200, 200]);
  time += 1;
  expect([await statusOf(old.key), await statusOf(created.key)]).toEqual([403, 200]);
});

test("the option `overlapSeconds` can shorten the lifetime of a rotated API key, but not extend it", async () => {
  const cut = await authority.keys.create({ name: "cut" });
  await authority.keys.rotate(cut.id, { overlapSeconds: 0 });
  expect(await statusOf(cut.key)).toBe(403);
  const ending = await authority.keys.create({ name: "ending", expiresAt: new Date(time + 1000) });
  await authority.keys.rotate(ending.id, { overlapSeconds: 3600 });
  expect((await infoOf(ending.id))?.expiresAt).toEqual(new Date(time + 1000));
});

test("the new API key is valid for as many days as the old key, unless the rotation sets an expiry", async () => {
  const { id } = await authority.keys.create({ name: "a week", expiresAt: new Date(time + 7 * DAY) });
  time += 6 * DAY;
  const second = await authority.keys.rotate(id);
  expect(second.expiresAt).toEqual(new Date(time + 7 * DAY));
  const third = await authority.keys.rotate(second.id, { expiresAt: new Date(time + DAY) });
  expect(third.expiresAt).toEqual(new Date(time + DAY));
});

test("ten concurrent rotations of an API key create a single new key", async () => {
  const { id } = await authority.keys.create({ name: "contended" });
  const rotates = await Promise.allSettled(Array.from({ length: 10 }, () => authority.keys.rotate(id)));
  expect(rotates.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const rotate of rotates) {
    if (rotate.status === "rejected") expect(rotate.reason).toMatchObject({ code: "invalid_key" });
  }
  const named = (await authority.keys.list()).filter(({ name }) => name === "contended");
  expect(named).toHaveLength(2);
});

test("a rotation fails if the API key is revoked, expired or unknown, or if `overlapSeconds` is invalid", async () => {
  const revoked = await authority.keys.create({ name: "revoked" });
  await authority.keys.revoke(revoked.id);
  const expired = await authority.keys.create({ name: "expired", expiresAt: new Date(time + 1) });
  time += 1;
  for (const id of [revoked.id, expired.id, "key_0nothing"]) {
    await expect(authority.keys.rotate(id)).rejects.toMatchObject({ code: "not_found" });
  }
  const { id } = await authority.keys.create({ name: "active" });
  for (const overlapSeconds of [-1, 0.5, Number.NaN, 2_592_001]) {
    await expect(authority.keys.rotate(id, { overlapSeconds })).rejects.toMatchObject({ code: "invalid_key" });
  }
});

test("S43 rejects the rotation of an API key of another project", async () => {
  const { id } = await authority.keys.create({ name: "own" });
  const other = await createAuthority({ storage, issuer: "https://auth.example.com", projectId: "other" });
  await expect(other.keys.rotate(id)).rejects.toMatchObject({ code: "not_found" });
  await other.close();
});

test("S47 the audit log contains no part of an API key", async () => {
  const old = await authority.keys.create({ name: "audited" });
  const created = await authority.keys.rotate(old.id);
  await authority.keys.revoke(created.id);
  const rows = await storage.run((database) => database.select().from(auditLog));
  const actions = rows.filter(({ target }) => [old.id, created.id].includes(target)).map(({ action }) => action);
  expect(actions).toEqual(["api_key.create", "api_key.rotate", "api_key.revoke"]);
  for (const { key } of [old, created]) expect(JSON.stringify(rows)).not.toContain(key.slice(-38));
});
