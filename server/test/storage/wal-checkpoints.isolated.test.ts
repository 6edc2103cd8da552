import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuthorityStorage, openStorage } from "assistant-cloud-server";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const MEGABYTE = 1024 * 1024;
const PATIENCE = { timeout: 60_000, interval: 20 };
let folder: string;
let storage: AuthorityStorage;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  folder = await mkdtemp(join(tmpdir(), "authority-log-"));
});
afterEach(async () => {
  await storage.close();
  vi.useRealTimers();
  await rm(folder, { recursive: true, force: true });
});

async function ask(text: string): Promise<unknown[]> {
  const result = await storage.run((database) => database.execute(sql.raw(text)));
  return (result as unknown as { rows: Record<string, unknown>[] }).rows.flatMap((row) => Object.values(row));
}
const logBytes = async () => Number((await ask("select sum(size) from pg_ls_waldir()"))[0]);
const lastCheckpoint = async () => (await ask("select redo_lsn::text from pg_control_checkpoint()"))[0];

test.each(["folder", "memory"])(
  "the checkpoint timer truncates the WAL of a database every five minutes (location: %s)",
  {
    timeout: STORAGE_TIMEOUT_MS,
  },
  async (kind) => {
    storage = await openStorage(kind === "memory" ? "memory://" : folder);
    await ask("create table written (line text)");
    for (let round = 1; round <= 4; round++) {
      const before = await lastCheckpoint();
      await ask("insert into written select repeat(md5(random()::text), 32) from generate_series(1, 40000)");
      vi.advanceTimersByTime(300_000);
      await expect.poll(lastCheckpoint, PATIENCE).not.toBe(before);
    }
    // Each round writes 40 MB. PostgreSQL keeps some of the log for reuse.
    expect(await logBytes()).toBeLessThan(110 * MEGABYTE);

    const written = await lastCheckpoint();
    await ask("insert into written values ('one more')");
    vi.advanceTimersByTime(299_999);
    expect(await lastCheckpoint()).toBe(written);
    vi.advanceTimersByTime(1);
    await expect.poll(lastCheckpoint, PATIENCE).not.toBe(written);
  },
);

test("the checkpoint timer skips an unchanged database, and stops when the database is closed", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  storage = await openStorage(folder);
  await ask("create table written (line text)");
  const atOpening = await lastCheckpoint();
  vi.advanceTimersByTime(300_000);
  await expect.poll(lastCheckpoint, PATIENCE).not.toBe(atOpening);
  const written = await lastCheckpoint();
  vi.advanceTimersByTime(300_000);
  // Queries run in order, so a query of the timer would have ended by now.
  for (let turn = 0; turn < 4; turn++) expect(await lastCheckpoint()).toBe(written);
  expect(vi.getTimerCount()).toBe(1);
  await storage.close();
  expect(vi.getTimerCount()).toBe(0);
});
