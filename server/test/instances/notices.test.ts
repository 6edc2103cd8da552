import { type Authority, type AuthorityStorage, createAuthority, openStorage } from "assistant-cloud-server";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import { call, mint, tokenOf } from "../support/call.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const secret = "a secret of the notice tests, long enough";
const POLL = { timeout: 20_000, interval: 20 };
let postgres: TestPostgres;
const open: { close(): Promise<void> }[] = [];
let projects = 0;

beforeAll(async () => {
  postgres = await startPostgres();
}, STORAGE_TIMEOUT_MS);
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});
afterAll(() => postgres.remove());

/**
 * Opens two authorities of a new project, each with separate database connections. Both read a clock that only the test
 * advances, so they poll for changes only after the test has advanced the clock.
 *
 * @param listenUrl the database URL at which the authorities listen for notices; by default, the URL for queries
 */
async function openTwo(listenUrl?: string) {
  const projectId = `notices-${++projects}`;
  const clock = { time: Date.UTC(2026, 0, 1, 12) };
  const start = async (): Promise<{ storage: AuthorityStorage; authority: Authority }> => {
    const storage = await openStorage(postgres.url, listenUrl === undefined ? {} : { listenUrl });
    open.push(storage);
    const authority = await createAuthority({
      storage,
      issuer: "https://auth.example.com",
      projectId,
      secret,
      now: () => clock.time,
    });
    open.push(authority);
    return { storage, authority };
  };
  return { first: await start(), second: await start(), clock };
}

const listeners = async (storage: AuthorityStorage): Promise<number[]> => {
  const { rows } = (await storage.run((database) =>
    database.execute(
      sql`select pid from pg_stat_activity where application_name = 'assistant-cloud-server settings' and query ilike 'listen%'`,
    ),
  )) as unknown as { rows: { pid: number }[] };
  return rows.map(({ pid }) => pid);
};

test("S44 after a notification, another process rejects a revoked key without polling", async () => {
  const { first, second } = await openTwo();
  await expect.poll(async () => (await listeners(first.storage)).length, POLL).toBe(2);
  const { id, key } = await first.authority.keys.create({ name: "shared" });
  expect((await mint(second.authority, key)).status).toBe(200);
  await first.authority.keys.revoke(id);
  expect((await mint(first.authority, key)).status).toBe(403);
  await expect.poll(async () => (await mint(second.authority, key)).status, POLL).toBe(403);
});

test("after the notification of a sign-out, another process rejects the user's earlier tokens", async () => {
  const { first, second } = await openTwo();
  await expect.poll(async () => (await listeners(first.storage)).length, POLL).toBe(2);
  const { key } = await first.authority.keys.create({ name: "shared" });
  const headers = { "Aui-User-Id": "ada" };
  const token = tokenOf(await mint(second.authority, key, headers));
  const list = async (bearer: string) => (await call(second.authority, "/v1/threads", { bearer })).body["code"];
  expect(await list(token)).toBeUndefined();
  await call(first.authority, "/v1/auth/revocations", { method: "POST", bearer: key, body: '{"user_id":"ada"}' });
  await expect.poll(() => list(token), POLL).toBe("token_revoked");
  expect(await list(tokenOf(await mint(second.authority, key, headers)))).toBeUndefined();
});

test("S44 an authority applies missed changes when its connection for notifications recovers", async () => {
  const { first, second } = await openTwo();
  await expect.poll(async () => (await listeners(first.storage)).length, POLL).toBe(2);
  const { id, key } = await first.authority.keys.create({ name: "shared" });
  expect((await mint(second.authority, key)).status).toBe(200);
  const before = await listeners(first.storage);
  for (const pid of before) {
    await first.storage.run((database) => database.execute(sql`select pg_terminate_backend(${pid}::int)`));
  }
  await first.authority.keys.revoke(id);
  await expect.poll(async () => (await mint(second.authority, key)).status, POLL).toBe(403);
  await expect
    .poll(async () => (await listeners(first.storage)).filter((pid) => !before.includes(pid)).length, POLL)
    .toBe(2);
});

test("S44 without notifications, another process detects a revocation by polling within five seconds", async () => {
  const { first, second, clock } = await openTwo(`postgres://nobody@127.0.0.1:${await freePort()}/nowhere`);
  const { id, key } = await first.authority.keys.create({ name: "shared" });
  expect((await mint(second.authority, key)).status).toBe(200);
  await first.authority.keys.revoke(id);
  // The second authority received no notice, and no poll is due.
  expect((await mint(second.authority, key)).status).toBe(200);
  clock.time += 5000;
  expect((await mint(second.authority, key)).status).toBe(403);
});

test("an authority opens a connection for notifications; closing the authority closes that connection", async () => {
  const storage = await openStorage(postgres.url);
  open.push(storage);
  expect(await listeners(storage)).toEqual([]);
  const authority = await createAuthority({ storage, issuer: "https://auth.example.com", projectId: "ends", secret });
  await expect.poll(() => listeners(storage), POLL).toHaveLength(1);
  await authority.close();
  await expect.poll(() => listeners(storage), POLL).toEqual([]);
});

test("rejects an invalid URL for the connection that receives notifications", async () => {
  await expect(openStorage(postgres.url, { listenUrl: "postgres://[bad" })).rejects.toMatchObject({
    code: "invalid_setting",
  });
});
