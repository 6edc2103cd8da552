import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { type AuthorityStorage, createStorage } from "../../src/storage/authority-storage.ts";
import { startParams } from "../../src/storage/pglite-parameters.ts";
import { readSeedImage, seedImageFolder } from "../../src/storage/seed-image.ts";
import { writeSeedImage } from "../../src/storage/write-seed-image.ts";
import { returnDatabase, takeDatabase } from "./idle-databases.ts";

/**
 * The timeout for opening a storage, in milliseconds. An embedded database takes seconds to start, and longer on a busy
 * machine.
 */
export const STORAGE_TIMEOUT_MS = 120_000;

/**
 * Opens an in-memory database with the schema. Loads a saved image, because creating a new database takes three seconds
 * longer.
 */
export async function openTestPglite(): Promise<PGlite> {
  return PGlite.create({ dataDir: "memory://", startParams, loadDataDir: new Blob([await readImage()]) });
}

/** Opens a storage with an empty in-memory database. Closing the storage returns the database to a pool. */
export async function openTestStorage(): Promise<AuthorityStorage> {
  const pglite = await takeDatabase(openTestPglite);
  return createStorage({
    kind: "memory",
    localSecret: "a secret of the tests, 32 characters or more",
    database: drizzle({ client: pglite }),
    query: ({ text, values }) => pglite.query(text, values),
    close: () => returnDatabase(pglite),
  });
}

async function readImage(): Promise<Buffer<ArrayBuffer>> {
  const saved = await readSeedImage();
  if (saved !== undefined) return saved;
  await writeSeedImage(seedImageFolder());
  return readImage();
}
