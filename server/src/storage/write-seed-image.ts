import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { PGlite } from "@electric-sql/pglite";
import { migrate } from "./migrate.ts";
import { toMemoryStorage } from "./open-pglite.ts";
import { initDbStartParams, startParams } from "./pglite-parameters.ts";
import { seedImageName } from "./seed-image.ts";

/**
 * Writes the seed image, an archive of an empty, migrated database, to a folder. Deletes all other seed images in the
 * folder. The package's build calls this function.
 *
 * @returns the URL of the file
 */
export async function writeSeedImage(folder: URL): Promise<URL> {
  const name = await seedImageName();
  if (name === null) throw new Error("The version of @electric-sql/pglite is unknown.");
  const image = await promisify(gzip)(await makeData(), { level: 9 });
  await mkdir(folder, { recursive: true });
  // A rename is atomic, so readers find either the complete file or no file.
  const partial = new URL(`${name}.${randomUUID()}.part`, folder);
  await writeFile(partial, image);
  await rename(partial, new URL(name, folder));
  for (const file of await readdir(folder)) {
    if (/^pglite-.*\.tar\.gz$/.test(file) && file !== name) await rm(new URL(file, folder), { force: true });
  }
  return new URL(name, folder);
}

/**
 * Creates a database and returns its files as a tar archive. The database is closed cleanly, so opening it requires no
 * recovery.
 */
async function makeData(): Promise<Uint8Array> {
  const parent = await mkdtemp(join(tmpdir(), "seed-image-"));
  try {
    const dataDir = join(parent, "postgres");
    const recycling = ["-c", "wal_recycle=off"];
    const pglite = await PGlite.create({ dataDir, initDbStartParams, startParams: [...startParams, ...recycling] });
    await migrate(toMemoryStorage(pglite));
    await dropTemplates(pglite);
    await dropSpareLog(pglite);
    await pglite.close();
    const closed = await PGlite.create({ dataDir, noInitDb: true });
    const dump = await closed.dumpDataDir("none");
    await closed.close();
    return new Uint8Array(await dump.arrayBuffer());
  } finally {
    await rm(parent, { recursive: true, force: true });
  }
}

/**
 * Deletes the template databases. They use two thirds of the database's disk space, and only `create database` reads
 * them.
 */
async function dropTemplates(pglite: PGlite): Promise<void> {
  for (const name of ["template0", "template1"]) {
    await pglite.exec(`alter database ${name} is_template false`);
    await pglite.exec(`drop database ${name}`);
  }
}

/**
 * Deletes the spare write-ahead log files that remain from the creation of the database. A checkpoint deletes only the
 * files that precede the current file. This function therefore switches to the next file and runs a checkpoint, until
 * the current file comes after the last spare file.
 */
async function dropSpareLog(pglite: PGlite): Promise<void> {
  const read = async (sql: string) => (await pglite.query<{ name: string }>(sql)).rows[0]?.name ?? "";
  const last = await read("select max(name) as name from pg_ls_waldir()");
  do {
    await pglite.exec("select pg_switch_wal()");
    await pglite.exec("checkpoint");
  } while ((await read("select pg_walfile_name(pg_current_wal_lsn()) as name")) <= last);
}
