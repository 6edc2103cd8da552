import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import { setQueryDeadline } from "../../src/storage/query-deadline.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

let postgres: TestPostgres;
let pool: pg.Pool;
beforeAll(async () => {
  postgres = await startPostgres();
}, STORAGE_TIMEOUT_MS);
afterAll(() => postgres.remove());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  pool = new pg.Pool({ connectionString: postgres.url, max: 2 });
  pool.on("connect", (client) => void client.on("error", () => {}));
  setQueryDeadline(pool, 1000);
});
afterEach(async () => {
  vi.useRealTimers();
  await pool.end();
});

const late = { message: "PostgreSQL did not answer within 1000 ms." };
const ONE = [{ one: 1 }];

test("a query that times out fails, and the next query gets another connection", async () => {
  const slow = pool.query("select pg_sleep(3600)").catch((error: unknown) => error);
  // Wait until the connection is open.
  await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
  vi.advanceTimersByTime(1100);
  expect(await slow).toMatchObject(late);
  expect((await pool.query("select 1 as one")).rows).toEqual(ONE);
});

test("if a query in a transaction times out, only the connection of that transaction is closed", async () => {
  const [hung, other] = [await pool.connect(), await pool.connect()];
  await hung.query("begin");
  vi.advanceTimersByTime(900);
  const slow = hung.query("select pg_sleep(3600)").catch((error: unknown) => error);
  vi.advanceTimersByTime(900);
  expect((await other.query("select 1 as one")).rows).toEqual(ONE);
  vi.advanceTimersByTime(200);
  expect(await slow).toMatchObject(late);
  await expect(hung.query("select 1")).rejects.toThrow();
  expect((await other.query("select 1 as one")).rows).toEqual(ONE);
  hung.release(true);
  other.release();
});

test("an idle connection is not closed by the query timeout", async () => {
  const idle = await pool.connect();
  await idle.query("select 1");
  vi.advanceTimersByTime(5000);
  expect(vi.getTimerCount()).toBe(0);
  expect((await idle.query("select 1 as one")).rows).toEqual(ONE);
  idle.release();
});

test("a connection that is never idle stays open if each of its queries finishes in time", async () => {
  const other = await pool.connect();
  const answers = Array.from({ length: 8 }, async () => {
    const { rows } = await pool.query("select 1 as one");
    vi.advanceTimersByTime(300);
    return rows;
  });
  const rows = await Promise.all(answers).finally(() => other.release());
  expect(rows).toEqual(answers.map(() => ONE));
});
