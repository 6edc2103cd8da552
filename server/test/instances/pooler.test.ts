import { type Authority, createAuthority, openStorage } from "assistant-cloud-server";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import { mint } from "../support/call.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { buildTestCli, type CliProcess, type TestCli } from "../support/start-cli.ts";
import type { TransactionPooler } from "../support/start-pgbouncer.ts";
import { poolerName, startTransactionPooler } from "../support/start-transaction-pooler.ts";

const TIMEOUT_MS = 300_000;
const PATIENCE = { timeout: 120_000, interval: 100 };
const secret = "a secret of the pooler tests, long enough";
const issuer = "https://auth.example.com";
let cli: TestCli;
let postgres: TestPostgres;
let pooler: TransactionPooler;
let environment: Record<string, string>;
let instances: { url: string; process: CliProcess }[];
const open: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  [cli, postgres] = await Promise.all([buildTestCli(), startPostgres()]);
  pooler = await startTransactionPooler(postgres.url);
  environment = { DATABASE_URL: pooler.url, AUTHORITY_SECRET: secret };
}, STORAGE_TIMEOUT_MS);
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});
afterAll(async () => {
  await cli.stop();
  await pooler.remove();
  await postgres.remove();
}, STORAGE_TIMEOUT_MS);

async function serve(more: Record<string, string> = {}, ...options: string[]) {
  const port = await freePort();
  const args = ["serve", "--port", String(port), "--issuer", issuer, "--anonymous", "--refresh-limit", "1000000"];
  const process = cli.start([...args, ...options, "--no-dashboard", "--log-level", "warn", "--json"], {
    ...environment,
    ...more,
  });
  await expect.poll(() => process.output.stdout + process.output.stderr, PATIENCE).toContain("ready");
  return { url: `http://127.0.0.1:${port}`, process };
}
const post = (url: string, path: string, init: RequestInit = {}) =>
  fetch(`${url}/v1/auth/tokens${path}`, { method: "POST", ...init });
const mintAt = async (url: string, key: string) =>
  (await post(url, "", { headers: { Authorization: `Bearer ${key}`, "Aui-Workspace-Id": "workspace-1" } })).status;
const refreshAt = async (url: string, refresh_token: string) =>
  (await post(url, "/refresh", { body: JSON.stringify({ refresh_token }) })).status;
const kidsAt = async (url: string) => {
  const { keys } = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
};
async function visit(url: string): Promise<string> {
  const { refresh_token } = (await (await post(url, "/anonymous")).json()) as { refresh_token: { token: string } };
  return refresh_token.token;
}
const createKey = async (): Promise<{ id: string; key: string }> =>
  JSON.parse(await cli.run(["keys", "create", "--name", "pooled", "--json"], environment));

/** Queries PostgreSQL directly, without the pooler. Returns the values of all rows in one array. */
async function ask(text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.url, application_name: "test" });
  await client.connect();
  try {
    return (await client.query({ text, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}
const sessions = async () =>
  Number(
    await ask(
      "select count(*) from pg_stat_activity where backend_type = 'client backend' and application_name <> 'test'",
    ),
  );
/** The number of sessions that the pooler opens. */
const SESSIONS = 3;

test(`two processes that start concurrently behind ${poolerName} create one schema and one signing key`, {
  timeout: TIMEOUT_MS,
}, async () => {
  instances = await Promise.all([serve(), serve()]);
  const sets = await Promise.all(instances.map(({ url }) => kidsAt(url)));
  expect(sets[0]).toHaveLength(1);
  expect(sets[1]).toEqual(sets[0]);
});

test(`through ${poolerName}, forty concurrent refreshes of one token succeed and leave no advisory lock`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const urlOf = (index: number) => instances[index % 2]?.url ?? "";
  const token = await visit(urlOf(0));
  const replies = await Promise.all(Array.from({ length: 40 }, (_, index) => refreshAt(urlOf(index), token)));
  expect(replies).toEqual(Array(40).fill(200));
  // The limit is counted in the database, not in memory as during an outage.
  expect(await ask("select points from rate_limits where key like '%refresh%'")).toEqual([40]);
  expect(await ask("select 1 from pg_locks where locktype = 'advisory'")).toEqual([]);
  // All connections of the two pools of ten and the two listeners went through the pooler.
  expect(await sessions()).toBe(SESSIONS);
});

test(`S44 processes that connect through ${poolerName} detect changed keys by polling`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const { id, key } = await createKey();
  for (const { url } of instances) await expect.poll(() => mintAt(url, key), PATIENCE).toBe(200);
  const [next] = JSON.parse(await cli.run(["signing-keys", "rotate", "--json"], environment));
  await cli.run(["keys", "revoke", id], environment);
  for (const { url } of instances) {
    await expect.poll(() => mintAt(url, key), PATIENCE).toBe(403);
    await expect.poll(() => kidsAt(url), PATIENCE).toContain(next.kid);
  }
});

/**
 * Opens two authorities of a project. Both read a clock that only the test advances, so they poll for changes only
 * after the test has advanced the clock.
 *
 * @param listenUrl the database URL at which the authorities listen for notices; by default, the pooler's URL
 */
async function openTwo(projectId: string, listenUrl?: string) {
  const clock = { time: Date.UTC(2026, 0, 1, 12) };
  let listening = 0;
  const start = async (): Promise<Authority> => {
    const storage = await openStorage(pooler.url, listenUrl === undefined ? {} : { listenUrl });
    open.push(storage);
    storage.subscribe((changed) => {
      if (changed === null) listening++;
    });
    const authority = await createAuthority({ storage, issuer, projectId, secret, now: () => clock.time });
    open.push(authority);
    return authority;
  };
  const [first, second] = [await start(), await start()];
  await expect.poll(() => listening, PATIENCE).toBe(2);
  const { id, key } = await first.keys.create({ name: "shared" });
  expect((await mint(second, key)).status).toBe(200);
  return { first, second, clock, id, key };
}

test(`S44 a process behind ${poolerName} detects a revocation by polling within five seconds`, async () => {
  const { first, second, clock, id, key } = await openTwo("polled");
  await first.keys.revoke(id);
  expect((await mint(second, key)).status).toBe(200);
  clock.time += 5000;
  expect((await mint(second, key)).status).toBe(403);
});

test(`S44 a direct connection that bypasses ${poolerName} receives notifications immediately`, async () => {
  const { first, second, id, key } = await openTwo("notified", postgres.url);
  await first.keys.revoke(id);
  await expect.poll(async () => (await mint(second, key)).status, PATIENCE).toBe(403);
});

test(`S44 with DATABASE_LISTEN_URL, notifications use a direct connection that bypasses ${poolerName}`, {
  timeout: TIMEOUT_MS,
}, async () => {
  await expect.poll(sessions, PATIENCE).toBe(SESSIONS);
  const { process } = await serve({ DATABASE_LISTEN_URL: postgres.url });
  await expect.poll(sessions, PATIENCE).toBe(SESSIONS + 1);
  process.child.kill("SIGTERM");
  expect(await process.ended).toBe(0);
});

test(`S52 while ${poolerName} is down, cached API keys work; after it restarts, all requests succeed`, {
  timeout: TIMEOUT_MS,
}, async () => {
  const { id, key } = await createKey();
  const { key: cold } = await createKey();
  // The pair starts after the last change, so that no change clears its caches.
  const pair = await Promise.all([serve(), serve()]);
  const token = await visit(pair[0].url);
  for (const { url } of pair) expect(await mintAt(url, key)).toBe(200);
  const seen = { warm: new Set<number>(), refreshes: new Set<number>() };
  let isOver = false;
  // Send several requests at a time, so that some are inside a transaction.
  const traffic = pair.flatMap(({ url }) =>
    Array.from({ length: 4 }, async () => {
      while (!isOver) {
        seen.warm.add(await mintAt(url, key));
        seen.refreshes.add(await refreshAt(url, token));
      }
    }),
  );
  await vi.waitFor(() => expect(seen.refreshes).toContain(200), PATIENCE);
  await pooler.stop();
  await vi.waitFor(() => expect(seen.refreshes).toContain(503), PATIENCE);
  for (const { url } of pair) expect(await mintAt(url, cold)).toBe(503);
  await pooler.start();
  for (const { url } of pair) await expect.poll(() => refreshAt(url, token), PATIENCE).toBe(200);
  isOver = true;
  await Promise.all(traffic);
  expect(seen).toEqual({ warm: new Set([200]), refreshes: new Set([200, 503]) });
  for (const { url } of pair) expect(await mintAt(url, cold)).toBe(200);
  await cli.run(["keys", "revoke", id], environment);
  for (const { url, process } of pair) {
    await expect.poll(() => mintAt(url, key), PATIENCE).toBe(403);
    process.child.kill("SIGTERM");
    expect(await process.ended).toBe(0);
  }
});

test(`S52 after ${poolerName} was suspended, requests succeed again and no transaction stays open`, {
  timeout: TIMEOUT_MS,
}, async () => {
  // The process has no rate limits, so that the transaction is the first query.
  const { url, process } = await serve({}, "--no-rate-limits");
  const token = await visit(url);
  pooler.pause();
  // The number of requests exceeds the number of connections.
  const replies = await Promise.all(Array.from({ length: 30 }, () => refreshAt(url, token)));
  expect(replies).toEqual(Array(30).fill(503));
  pooler.resume();
  await expect.poll(() => refreshAt(url, token), PATIENCE).toBe(200);
  await expect.poll(() => ask("select 1 from pg_stat_activity where state like 'idle in%'"), PATIENCE).toEqual([]);
  process.child.kill("SIGTERM");
  expect(await process.ended).toBe(0);
});
