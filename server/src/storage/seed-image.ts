import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { migrations } from "./embedded-migrations.ts";

/** Raised when images are made in another way. */
const EDITION = 2;

/**
 * The name of the file that holds a new embedded database, its schema in place. It names the version of PGlite and the
 * migrations that it was made with, so that one of other versions is never found, and a new database is made by hand instead.
 *
 * @returns null when the version of PGlite cannot be told, as in a program that was bundled into one file
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

/** Where images lie: beside the built modules; for the sources, whose tests open many databases, with other caches. */
export function seedImageFolder(): URL {
  // In two steps: bundlers take the usual one for an asset that they must find.
  const here = import.meta.url;
  return new URL(here.endsWith(".ts") ? "../../../node_modules/.cache/seed-image/" : "./", here);
}

/** Reads the image of a new embedded database, a tar archive, with which the first start takes a third of the time; undefined when there is none that is whole. */
export async function readSeedImage(folder = seedImageFolder()): Promise<Buffer<ArrayBuffer> | undefined> {
  const name = await seedImageName();
  if (name === null) return undefined;
  try {
    return await promisify(gunzip)(await readFile(new URL(name, folder)));
  } catch {
    return undefined;
  }
}
