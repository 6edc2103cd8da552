import { cp, mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PGlite } from "@electric-sql/pglite";
import { openStorage } from "assistant-cloud-server";
import { sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import manifest from "../../../node_modules/@electric-sql/pglite/package.json" with { type: "json" };
import { countPendingMigrations } from "../../src/storage/pending-migrations.ts";
import { readSeedImage, seedImageFolder, seedImageName } from "../../src/storage/seed-image.ts";
import { unpackSeedImage } from "../../src/storage/unpack-seed-image.ts";
import { writeSeedImage } from "../../src/storage/write-seed-image.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const slow = { timeout: STORAGE_TIMEOUT_MS };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-image-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function readImage(): Promise<Buffer> {
  const image = await readSeedImage();
  if (image !== undefined) return image;
  await writeSeedImage(seedImageFolder());
  return readImage();
}

test("a new seed image replaces the old one and is named after PGlite's version and a schema hash", slow, async () => {
  await writeFile(join(folder, "pglite-0.5.0-000000000000.tar.gz"), "of an older version");
  await writeSeedImage(pathToFileURL(`${folder}/`));
  const name = await seedImageName();
  expect(await readdir(folder)).toEqual([name]);
  expect(name).toMatch(new RegExp(`^pglite-${manifest.version}-[0-9a-f]{12}\\.tar\\.gz$`));
});

test("ignores a seed image that is incomplete or whose name contains another PGlite version", slow, async () => {
  await readImage();
  const name = (await seedImageName()) ?? "";
  const image = fileURLToPath(new URL(name, seedImageFolder()));
  const read = () => readSeedImage(pathToFileURL(`${folder}/`));
  await cp(image, join(folder, name.replace(manifest.version, "0.5.0")));
  expect(await read()).toBeUndefined();
  await cp(image, join(folder, name));
  expect((await read())?.equals(await readImage())).toBe(true);
  await truncate(join(folder, name), 500_000);
  expect(await read()).toBeUndefined();
});

test("a seed image contains a cleanly closed database and no unnecessary files", slow, async () => {
  const data = join(folder, "postgres");
  unpackSeedImage(await readImage(), data);
  const control = await readFile(join(data, "global/pg_control"));
  // The state is PostgreSQL's DB_SHUTDOWNED, so opening the database needs no recovery.
  expect(control.readInt32LE(16)).toBe(1);
  expect(await readdir(join(data, "base"))).toHaveLength(1);
  const log = (await readdir(join(data, "pg_wal"))).filter((name) => /^[0-9A-F]{24}$/.test(name));
  expect(log).toHaveLength(1);
});

test("unpacking a seed image restores exactly the files that PGlite packed", slow, async () => {
  const source = join(folder, "source");
  await mkdir(join(source, "deep/empty"), { recursive: true });
  for (const size of [0, 1, 511, 512, 513, 100_000]) {
    await writeFile(join(source, `deep/${size}`), Buffer.alloc(size, size % 251));
  }
  const pglite = await PGlite.create({ dataDir: source, noInitDb: true });
  const archive = await (await pglite.dumpDataDir("none")).arrayBuffer();
  await pglite.close();
  const target = join(folder, "target");
  unpackSeedImage(Buffer.from(archive), target);
  const list = async (path: string) => (await readdir(path, { recursive: true })).sort();
  expect(await list(target)).toEqual(await list(source));
  for (const name of await readdir(join(source, "deep"))) {
    if (name === "empty") continue;
    const [found, wanted] = await Promise.all([target, source].map((path) => readFile(join(path, "deep", name))));
    expect(found?.equals(wanted ?? Buffer.of()), name).toBe(true);
  }
});

test("opening a new data folder creates its database and schema from the seed image", slow, async () => {
  await readImage();
  const storage = await openStorage(folder);
  expect(await countPendingMigrations(storage)).toBe(0);
  const settings = sql`select current_setting('shared_buffers') as buffers, current_setting('wal_segment_size') as log`;
  const found = await storage.run((database) => database.execute(settings));
  expect((found as unknown as { rows: unknown[] }).rows).toEqual([{ buffers: "32MB", log: "1MB" }]);
  await storage.close();
  // A database that PGlite creates would also contain the template databases.
  expect(await readdir(join(folder, "postgres/base"))).toHaveLength(1);
  expect(await readdir(folder)).not.toContain("postgres.unfinished");
});

test("a data folder that was not created from a seed image can be opened", slow, async () => {
  await (await PGlite.create(join(folder, "postgres"))).close();
  const storage = await openStorage(folder);
  expect(await countPendingMigrations(storage)).toBe(0);
  await storage.close();
});

test("a data folder can be opened even if a process died while unpacking the seed image into it", slow, async () => {
  await mkdir(join(folder, "postgres"));
  await writeFile(join(folder, "postgres/PG_VERSION"), "18");
  await writeFile(join(folder, "postgres.unfinished"), "");
  const storage = await openStorage(folder);
  expect(await countPendingMigrations(storage)).toBe(0);
  await storage.close();
});
