import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { reachServer } from "../../src/cli/reach-server.ts";
import { lockFolder } from "../../src/storage/folder-lock.ts";

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), "reach-"));
  vi.stubEnv("DATABASE_URL", undefined);
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await rm(data, { recursive: true, force: true });
});

test("a command contacts no server if its data folder is unlocked or does not exist", async () => {
  expect(await reachServer({ data })).toBeNull();
  expect(await reachServer({ data: join(data, "none") })).toBeNull();
});

describe("a data folder that is not usable", () => {
  test.each<[string, () => string]>([
    ["is a file", () => join(data, "file")],
    ["is inside a file", () => join(data, "file", "inside")],
    ["is a symbolic link to itself", () => join(data, "loop")],
    ["has a name that is too long", () => join(data, "n".repeat(300))],
    ["has a file in place of the folder of its locks", () => join(data, "mixed")],
  ])("a command rejects a data folder that %s", async (_, place) => {
    await writeFile(join(data, "file"), "");
    await symlink(join(data, "loop"), join(data, "loop"));
    await mkdir(join(data, "mixed"));
    await writeFile(join(data, "mixed", "locks"), "");
    const folder = place();
    await expect(reachServer({ data: folder })).rejects.toMatchObject({
      code: "storage_unreachable",
      message: `The database folder ${folder} cannot be used.`,
    });
  });
});

test("a command opens a PostgreSQL database directly, even if a server has locked the data folder", async () => {
  const release = await lockFolder(data);
  vi.stubEnv("DATABASE_URL", "postgres://localhost/db");
  expect(await reachServer({ data })).toBeNull();
  await release();
});

test("a command waits for an unresponsive process that holds the lock, then reports the process id", async () => {
  const release = await lockFolder(data);
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const refusal = { code: "storage_locked", message: expect.stringContaining(`held by process ${process.pid}`) };
  await expect(reachServer({ data }, 0)).rejects.toMatchObject(refusal);
  expect(write).not.toHaveBeenCalled();
  await expect(reachServer({ data }, 1500)).rejects.toMatchObject(refusal);
  expect(write).toHaveBeenCalledExactlyOnceWith(
    `Waiting for process ${process.pid}, which has locked the folder ${data}.\n`,
  );
  await expect(reachServer({ data, json: true }, 1500)).rejects.toMatchObject(refusal);
  expect(write).toHaveBeenCalledOnce();
  await release();
});

test("a change of the wall clock does not end the wait for a locked data folder", async () => {
  const release = await lockFolder(data);
  const printed = new Promise((resolve) => {
    vi.spyOn(process.stderr, "write").mockImplementation(() => {
      resolve("waits");
      return true;
    });
  });
  let clock = Date.now();
  vi.spyOn(Date, "now").mockImplementation(() => {
    clock += 3_600_000;
    return clock;
  });
  const reaching = reachServer({ data });
  expect(await Promise.race([reaching, printed])).toBe("waits");
  await release();
  expect(await reaching).toBeNull();
});

test("a command continues as soon as another process unlocks the data folder", async () => {
  const release = await lockFolder(data);
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const reaching = reachServer({ data });
  await vi.waitFor(() => expect(write).toHaveBeenCalled(), { timeout: 30_000 });
  await release();
  expect(await reaching).toBeNull();
});
