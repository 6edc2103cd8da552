import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { migrations } from "./embedded-migrations.ts";

/** Increased when images are created in another way. */
const EDITION = 2;

/**
 * Returns the file name of the seed image, an empty migrated database. The name contains the version of PGlite and a
 * hash of the migrations, so an image of other versions is not found, and the database is created without one.
 *
 * @returns null if the version of PGlite is unknown, as in a program that was bundled into one file
 */
export async function seedImageName(): Promise<string | null> {
  try {
    const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
    const manifest: unknown = JSON.parse(await readFile(entry.replace(/dist[\\/][^\\/]+$/, "package.json"), "utf8"));
    const { version } = manifest as { version?: unknown };
    if (typeof version !== "string") return null;
    const schema = createHash("sha256")
      .update(JSON.stringify([EDITION, migrations]))
      .digest("hex")
      .slice(0, 12);
    return `pglite-${version}-${schema}.tar.gz`;
  } catch {
    return null;
  }
}

/**
 * Returns the folder of images: next to the built modules; for the sources, whose tests open many databases, a cache
 * folder.
 */
export function seedImageFolder(): URL {
  // In two steps, because bundlers treat `new URL(…, import.meta.url)` as an asset to resolve.
  const here = import.meta.url;
  return new URL(here.endsWith(".ts") ? "../../../node_modules/.cache/seed-image/" : "./", here);
}

/**
 * Reads the seed image, a tar archive, which cuts the first start to a third; undefined if it is missing or damaged.
 */
export async function readSeedImage(folder = seedImageFolder()): Promise<Buffer<ArrayBuffer> | undefined> {
  const name = await seedImageName();
  if (name === null) return undefined;
  try {
    return await promisify(gunzip)(await readFile(new URL(name, folder)));
  } catch {
    return undefined;
  }
}
