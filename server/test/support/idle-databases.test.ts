import { afterAll, expect, test } from "vitest";
import { returnDatabase, takeDatabase } from "./idle-databases.ts";
import { openTestPglite, STORAGE_TIMEOUT_MS } from "./open-test-storage.ts";

const take = () => takeDatabase(openTestPglite);
const closing: Awaited<ReturnType<typeof take>>[] = [];
afterAll(async () => {
  for (const database of closing) await database.close();
});

test("a returned database has no rows and no session settings when the next test takes it", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  const database = await take();
  await database.exec("INSERT INTO projects (id, name, created_at) VALUES ('left', 'Left over', now())");
  await database.exec("SET statement_timeout = 12345");
  await returnDatabase(database);
  const next = await take();
  closing.push(next);
  expect(next).toBe(database);
  expect((await next.query("SELECT id FROM projects WHERE id = 'left'")).rows).toEqual([]);
  expect((await next.query("SHOW statement_timeout")).rows).not.toEqual([{ statement_timeout: "12345ms" }]);
});

test.each(["ALTER TABLE projects ADD COLUMN extra text", "CREATE ROLE extra", "CREATE SCHEMA extra"])(
  "a database is closed instead of reused after `%s`",
  { timeout: STORAGE_TIMEOUT_MS },
  async (change) => {
    const database = await take();
    await database.exec(change);
    await returnDatabase(database);
    expect(database.closed).toBe(true);
  },
);
