import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openStorage } from "assistant-cloud-auth/authority";
import { afterEach, beforeEach, expect, test } from "vitest";
import manifest from "../../../node_modules/@electric-sql/pglite/package.json" with { type: "json" };
import { makeStartImage } from "../../../src/authority/storage/make-start-image.ts";
import { countPendingMigrations } from "../../../src/authority/storage/pending-migrations.ts";
import { readStartImage, startImageFolder, startImageName } from "../../../src/authority/storage/start-image.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-image-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("an image names the PGlite and the schema that it is for, and takes the place of older ones", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  await writeFile(join(folder, "pglite-0.5.0-000000000000.tar.gz"), "of an older version");
  await makeStartImage(pathToFileURL(`${folder}/`));
  const name = await startImageName();
  expect(await readdir(folder)).toEqual([name]);
  expect(name).toMatch(new RegExp(`^pglite-${manifest.version}-[0-9a-f]{12}\\.tar\\.gz$`));
});

test("a new folder is made from the image, with its schema in place", { timeout: STORAGE_TIMEOUT_MS }, async () => {
  if ((await readStartImage()) === undefined) await makeStartImage(startImageFolder());
  const opened = Date.now();
  const storage = await openStorage(folder);
  expect(await countPendingMigrations(storage)).toBe(0);
  await storage.close();
  // What comes from an image was made before.
  expect((await stat(join(folder, "postgres/PG_VERSION"))).mtimeMs).toBeLessThan(opened);
  expect(await readdir(folder)).not.toContain("postgres.unfinished");
});

test("what a process left that died while it made the data is cleared away", {
  timeout: STORAGE_TIMEOUT_MS,
}, async () => {
  await mkdir(join(folder, "postgres"));
  await writeFile(join(folder, "postgres/PG_VERSION"), "18");
  await writeFile(join(folder, "postgres.unfinished"), "");
  const storage = await openStorage(folder);
  expect(await countPendingMigrations(storage)).toBe(0);
  await storage.close();
});
