import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { migrations } from "./embedded-migrations.ts";

/**
 * The version of the code that creates seed images. Increment the version when that code changes, so that older images
 * are not used.
 */
const EDITION = 2;

/**
 * Returns the file name of the seed image, an empty migrated database. The name contains the version of PGlite and a
 * hash of {@link EDITION} and the migrations. The server therefore never uses an outdated image.
 *
 * @returns null if the version of PGlite is unknown, for example in a bundled program
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
 * Returns the folder that contains the seed image. The built package contains the image in the folder of its modules.
 * The TypeScript sources, which only tests run, use a cache folder.
 */
export function seedImageFolder(): URL {
  // Bundlers treat `new URL(…, import.meta.url)` as an asset to resolve, so the code puts `import.meta.url` into a
  // variable first.
  const here = import.meta.url;
  return new URL(here.endsWith(".ts") ? "../../../node_modules/.cache/seed-image/" : "./", here);
}

/**
 * Reads and decompresses the seed image: a tar archive of an empty, migrated database. Returns undefined if the image
 * is missing or damaged, or if the version of PGlite is unknown. Without a seed image, the first start of an embedded
 * database takes three times as long.
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
