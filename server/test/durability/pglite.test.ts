import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { crash, isFull } from "./crash.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-crash-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("PGlite keeps all acknowledged writes when its process is killed", {
  timeout: isFull ? 3_600_000 : 300_000,
}, async () => {
  await crash("PGlite", folder, 100);
  expect(await readdir(join(folder, "locks"))).toEqual([]);
});
