import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { type AuthorityStorage, createStorage } from "../../../src/authority/storage/authority-storage.ts";
import { migrations } from "../../../src/authority/storage/embedded-migrations.ts";
import { migrate } from "../../../src/authority/storage/migrate.ts";

/** An embedded database takes seconds to come up, more on a busy machine. */
export const STORAGE_TIMEOUT_MS = 120_000;

const folder = new URL("../../../node_modules/.cache/authority-tests/", import.meta.url).pathname;

/** An embedded database in memory with the schema in place, made from a saved image: three seconds faster than a new one. */
export async function openTestStorage(): Promise<AuthorityStorage> {
  const name = createHash("sha256").update(JSON.stringify(migrations)).digest("hex").slice(0, 16);
  const image = join(folder, `${name}.tar.gz`);
  if (!existsSync(image)) await saveImage(image);
  const loadDataDir = new Blob([await readFile(image)]);
  return toStorage(await PGlite.create({ dataDir: "memory://", loadDataDir }));
}

async function saveImage(image: string): Promise<void> {
  const pglite = await PGlite.create("memory://");
  await migrate(toStorage(pglite));
  const dump = await pglite.dumpDataDir("gzip");
  await pglite.close();
  await mkdir(folder, { recursive: true });
  const partial = `${image}.${process.pid}`;
  await writeFile(partial, Buffer.from(await dump.arrayBuffer()));
  await rename(partial, image);
}

function toStorage(pglite: PGlite): AuthorityStorage {
  return createStorage({
    kind: "memory",
    localSecret: "a secret of the tests, 32 characters or more",
    database: drizzle({ client: pglite }),
    close: () => pglite.close(),
  });
}
