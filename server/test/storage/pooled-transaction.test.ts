import { sql } from "drizzle-orm";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import type { Database } from "../../src/storage/authority-storage.ts";
import { runPooledTransaction } from "../../src/storage/pooled-transaction.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

let postgres: TestPostgres;
let pool: pg.Pool;

beforeAll(async () => {
  postgres = await startPostgres();
  // The pool has one connection, so the next transaction fails if that connection is not released.
  pool = new pg.Pool({ connectionString: postgres.url, max: 1, query_timeout: 500, connectionTimeoutMillis: 30_000 });
  pool.on("error", () => {});
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await pool.end();
  await postgres.remove();
}, STORAGE_TIMEOUT_MS);

const sessionOf = async (database: Database) => {
  const { rows } = (await database.execute(sql`select pg_backend_pid() as pid`)) as unknown as {
    rows: { pid: number }[];
  };
  return rows[0]?.pid;
};

test("a transaction that times out ends its database session", async () => {
  const slow = await runPooledTransaction(pool, sessionOf);
  await expect(runPooledTransaction(pool, (database) => database.execute(sql`select pg_sleep(3)`))).rejects.toThrow();
  expect(await runPooledTransaction(pool, sessionOf)).not.toBe(slow);
});

test("a transaction that is rolled back leaves its database session usable", async () => {
  const before = await runPooledTransaction(pool, sessionOf);
  const refusal = new Error("not allowed");
  await expect(runPooledTransaction(pool, () => Promise.reject(refusal))).rejects.toBe(refusal);
  await expect(runPooledTransaction(pool, (database) => database.execute(sql`select 1/0`))).rejects.toThrow();
  expect(await runPooledTransaction(pool, sessionOf)).toBe(before);
});
