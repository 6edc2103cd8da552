import type { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { vacuumPglite } from "../../src/storage/vacuum-pglite.ts";
import { openTestPglite, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

let pglite: PGlite;
beforeAll(async () => {
  pglite = await openTestPglite();
}, STORAGE_TIMEOUT_MS);
afterAll(() => pglite.close());
beforeEach(async () => {
  await pglite.exec("drop table if exists written; create table written (id int primary key, content text)");
  await pglite.exec("insert into written select number, 'short' from generate_series(1, 10) as number");
});

const ask = async (text: string) => Object.values((await pglite.query<Record<string, unknown>>(text)).rows[0] ?? {})[0];
const size = async () => Number(await ask("select pg_total_relation_size('written')"));
/** Updates all rows several times. The new content is longer and random, so the database does not compress it. */
const rewrite = async (times: number) => {
  for (let count = 0; count < times; count += 1) {
    await pglite.exec(`update written set content = (
      select string_agg(md5(random()::text || number), '') from generate_series(1, 300) as number)`);
  }
};

test("vacuuming PGlite lets new content use the space of replaced content", async () => {
  await rewrite(20);
  await vacuumPglite(pglite);
  const before = await size();
  for (let round = 0; round < 3; round += 1) {
    await rewrite(20);
    await vacuumPglite(pglite);
  }
  expect(await size()).toBeLessThan(before * 1.2);
});

test("vacuuming PGlite updates the planner's row count of a table", async () => {
  await pglite.exec("insert into written select number, 'short' from generate_series(11, 5000) as number");
  await vacuumPglite(pglite);
  expect(await ask("select reltuples from pg_class where relname = 'written'")).toBe(5000);
});

test("vacuuming PGlite skips a table that has hardly changed", async () => {
  await vacuumPglite(pglite);
  expect(await ask("select last_vacuum from pg_stat_user_tables where relname = 'written'")).toBeNull();
});
