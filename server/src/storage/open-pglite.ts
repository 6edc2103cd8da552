import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { PGlite, type PGliteOptions } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { AuthorityError } from "../base/authority-error.ts";
import { type AuthorityStorage, createStorage } from "./authority-storage.ts";
import { DATA_FOLDER } from "./data-folder.ts";
import { lockFolder, unusableFolderError } from "./folder-lock.ts";
import { initDbStartParams, startParams } from "./pglite-parameters.ts";
import { readSeedImage } from "./seed-image.ts";
import { unpackSeedImage } from "./unpack-seed-image.ts";
import { startWalCheckpoints } from "./wal-checkpoints.ts";

/** Opens an embedded database in memory. Its data are lost when the process ends. */
export async function openMemory(): Promise<AuthorityStorage> {
  const image = await readSeedImage();
  const loadDataDir = image && new Blob([image]);
  return toMemoryStorage(await open({ dataDir: "memory://", ...(loadDataDir ? { loadDataDir } : {}) }));
}

/** Creates the storage of a PGlite database in memory, and starts its periodic checkpoints. */
export function toMemoryStorage(pglite: PGlite): AuthorityStorage {
  const endCheckpoints = startWalCheckpoints(pglite);
  return createStorage({
    kind: "memory",
    localSecret: createSecret(),
    database: drizzle({ client: pglite }),
    query: ({ text, values }) => pglite.query(text, values),
    close: async () => {
      await endCheckpoints();
      await pglite.close();
    },
  });
}

const OPENING_MS = 60_000;

async function open(options: PGliteOptions): Promise<PGlite> {
  // V8 compiles PGlite's WebAssembly on threads that do not keep Node.js alive. Without a timer, the process may exit
  // before V8 has finished.
  const keepAlive = setTimeout(() => {}, OPENING_MS);
  try {
    return await PGlite.create({ startParams, initDbStartParams, ...options });
  } finally {
    clearTimeout(keepAlive);
  }
}

/**
 * Opens the PGlite database in a folder, or creates the database. If an earlier process died during the creation, first
 * deletes the incomplete data.
 */
async function openData(folder: string): Promise<PGlite> {
  const dataDir = join(folder, DATA_FOLDER.database);
  const unfinished = join(folder, DATA_FOLDER.unfinished);
  if (await exists(unfinished)) await rm(dataDir, { recursive: true, force: true });
  else if (await exists(dataDir)) return open({ dataDir });
  await writeFile(unfinished, "");
  const image = await readSeedImage();
  if (image) unpackSeedImage(image, dataDir);
  // If there is no seed image, PGlite creates the files here, which takes longer.
  const pglite = await open({ dataDir });
  await rm(unfinished, { force: true });
  return pglite;
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  );

/**
 * Opens the embedded database in a folder, or creates the database. {@link DATA_FOLDER} lists the files in the folder.
 */
export async function openFolder(path: string): Promise<AuthorityStorage> {
  const folder = resolve(path);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unusableFolderError(folder, cause);
  }
  const release = await lockFolder(folder).catch((cause: unknown) => {
    throw cause instanceof AuthorityError ? cause : unusableFolderError(folder, cause);
  });
  try {
    const localSecret = await readOrCreateSecret(join(folder, DATA_FOLDER.secret));
    const pglite = await openData(folder);
    const endCheckpoints = startWalCheckpoints(pglite);
    return createStorage({
      kind: "folder",
      localSecret,
      database: drizzle({ client: pglite }),
      query: ({ text, values }) => pglite.query(text, values),
      close: async () => {
        try {
          await endCheckpoints();
          await pglite.close();
        } finally {
          await release();
        }
      },
    });
  } catch (cause) {
    await release();
    throw unusableFolderError(folder, cause);
  }
}

async function readOrCreateSecret(path: string): Promise<string> {
  try {
    const secret = (await readFile(path, "utf8")).trim();
    if (secret !== "") return secret;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  const secret = createSecret();
  await writeFile(path, `${secret}\n`, { mode: 0o600 });
  return secret;
}

const createSecret = () => randomBytes(32).toString("base64url");
