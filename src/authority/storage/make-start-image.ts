import { randomUUID } from "node:crypto";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { migrate } from "./migrate.ts";
import { toMemoryStorage } from "./open-pglite.ts";
import { startImageName } from "./start-image.ts";

/**
 * Writes the image of a new embedded database into a folder, in place of older ones; for the build.
 *
 * @returns the file's address
 */
export async function makeStartImage(folder: URL): Promise<URL> {
  const name = await startImageName();
  if (name === null) throw new Error("The version of @electric-sql/pglite cannot be told.");
  const pglite = await PGlite.create("memory://");
  await migrate(toMemoryStorage(pglite));
  const dump = await pglite.dumpDataDir("gzip");
  await pglite.close();
  await mkdir(folder, { recursive: true });
  // Whoever looks for it finds the whole file or none.
  const partial = new URL(`${name}.${randomUUID()}.part`, folder);
  await writeFile(partial, Buffer.from(await dump.arrayBuffer()));
  await rename(partial, new URL(name, folder));
  for (const file of await readdir(folder)) {
    if (/^pglite-.*\.tar\.gz$/.test(file) && file !== name) await rm(new URL(file, folder), { force: true });
  }
  return new URL(name, folder);
}
