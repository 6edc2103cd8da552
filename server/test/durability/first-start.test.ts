import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { openStorage } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { countPendingMigrations } from "../../src/storage/pending-migrations.ts";
import { bundleWriter, SECRET } from "./crash.ts";
import { EMPTY, readState } from "./state.ts";

/**
 * The files and folders that a first start creates, in the order of their creation. For each of them, the test starts a
 * process and kills this process as soon as the file or folder appears.
 */
const FIRST_START_FILES = ["postgres.unfinished", "postgres", "postgres/base", "postgres/postmaster.pid"];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-first-start-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("a second start repairs the data folder if the first start was killed", {
  timeout: 300_000,
}, async () => {
  const writer = await bundleWriter();
  let unfinished = 0;
  for (const [round, file] of FIRST_START_FILES.entries()) {
    const data = join(folder, `${round}`);
    await killWhenFileAppears(writer, data, join(data, file));
    if (existsSync(join(data, "postgres.unfinished"))) unfinished += 1;
    const storage = await openStorage(data);
    expect(await countPendingMigrations(storage)).toBe(0);
    expect(await readState(storage)).toEqual(EMPTY);
    await storage.close();
    // The database was created from the image, like the database of the killed process.
    expect(await readdir(join(data, "postgres/base"))).toHaveLength(1);
    expect(await readdir(data)).not.toContain("postgres.unfinished");
  }
  expect(unfinished, "kills that came before the database had opened").toBeGreaterThan(0);
});

/** Runs the writer process on a new folder and kills it as soon as the folder contains the given file. */
async function killWhenFileAppears(writer: string, data: string, file: string): Promise<void> {
  const child = spawn(process.execPath, [writer, data, SECRET], { stdio: "ignore" });
  const exited = once(child, "exit");
  while (!existsSync(file) && child.exitCode === null) await setImmediate();
  child.kill("SIGKILL");
  expect(await exited).toEqual([null, "SIGKILL"]);
}
