import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findHolder, lockFolder } from "../../src/storage/folder-lock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-lock-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const lockFiles = () => readdir(join(folder, "locks"));

test("rejects a locked data folder and names the id of the process that holds the lock", async () => {
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({
    code: "storage_locked",
    message: expect.stringContaining(`process ${process.pid}`),
    remedy: expect.stringContaining("PostgreSQL"),
  });
  await release();
  await (await lockFolder(folder))();
  expect(await lockFiles()).toEqual([]);
});

test("at most one of ten concurrent attempts to lock a data folder succeeds", async () => {
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder)));
  expect(results.filter(({ status }) => status === "fulfilled").length).toBeLessThanOrEqual(1);
});

test("replaces the lock of a dead process, even if a new process has the same id", async () => {
  const release = await lockFolder(folder);
  const [mine = ""] = await lockFiles();
  await release();
  const [, , host] = mine.split(".");
  const child = spawn(process.execPath, ["--version"]);
  await new Promise((resolve) => child.once("exit", resolve));
  await writeFile(join(folder, "locks", `${child.pid}.123.${host}.aa`), "");
  await writeFile(join(folder, "locks", `${process.pid}.1.${host}.bb`), "");
  await (await lockFolder(folder))();
  expect(await lockFiles()).toEqual([]);
});

test("rejects a data folder that a process on another host has locked", async () => {
  await mkdir(join(folder, "locks"));
  await writeFile(join(folder, "locks", "999999.5.othermachine.aa"), "");
  await expect(lockFolder(folder)).rejects.toMatchObject({
    code: "storage_locked",
    remedy: expect.stringContaining(join(folder, "locks")),
  });
});

test.each([".DS_Store", ".gitkeep", ".nfs000000000a1b2c3d00000001", "Thumbs.db", "999999.5.othermachine.aa~"])(
  "ignores and keeps the file %s, which is not a lock file",
  async (name) => {
    await mkdir(join(folder, "locks"));
    await writeFile(join(folder, "locks", name), "");
    expect(await findHolder(folder)).toBeNull();
    await (await lockFolder(folder))();
    expect(await lockFiles()).toEqual([name]);
  },
);
