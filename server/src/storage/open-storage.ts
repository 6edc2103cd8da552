import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AuthorityError } from "../base/authority-error.ts";
import type { AuthorityStorage } from "./authority-storage.ts";

/** The options of `openStorage`. */
export interface OpenStorageOptions {
  /**
   * The `postgres://…` URL of the PostgreSQL server itself. The process connects to this URL to listen for changes that
   * other processes make. Set this option if the database is behind a pooler such as PgBouncer in transaction mode.
   * Default: the database's URL.
   */
  listenUrl?: string;
}

/**
 * Opens and migrates the authority's database.
 *
 * @param databaseUrlOrFolder the location of the database. A `postgres://…` or `postgresql://…` URL opens a database on
 * a PostgreSQL server. `memory://` opens an embedded database in memory, whose data are lost when the process ends. The
 * path or `file://` URL of a folder opens the embedded database in that folder. A missing folder is created.
 * @throws `storage_locked` if another process has locked the folder; `storage_unreachable` if the server rejects the
 * connection or does not answer within 5 seconds, or if the folder cannot be used; `storage_newer` if a newer version
 * has migrated the database; `invalid_setting` if the first argument is empty, or if a URL is unsupported or malformed
 */
export async function openStorage(
  databaseUrlOrFolder: string,
  options: OpenStorageOptions = {},
): Promise<AuthorityStorage> {
  const storage = await openDatabase(databaseUrlOrFolder, options);
  try {
    const { migrate } = await import("./migrate.ts");
    await migrate(storage);
  } catch (error) {
    await storage.close();
    throw error;
  }
  return storage;
}

/** Opens a database without migrating it. */
export async function openDatabase(
  location: string,
  { listenUrl }: OpenStorageOptions = {},
): Promise<AuthorityStorage> {
  if (typeof location !== "string" || location === "") {
    throw new AuthorityError(
      "invalid_setting",
      "openStorage() was given no place for the database.",
      "Pass a folder, memory://, or a URL such as postgres://user:password@host/database.",
    );
  }
  const folder = folderOf(location);
  if (folder !== null) return (await import("./open-pglite.ts")).openFolder(folder);
  const scheme = schemeOf(location);
  switch (scheme) {
    case "postgres":
    case "postgresql":
      return (await import("./open-postgres.ts")).openPostgres(location, listenUrl);
    case "memory":
      return (await import("./open-pglite.ts")).openMemory();
    default:
      throw new AuthorityError(
        "invalid_setting",
        `A database of the kind ${scheme}:// is not supported.`,
        "Use postgres://…, memory:// or a folder.",
      );
  }
}

/** Returns the absolute path of an embedded database's folder; null if the location is not a folder. */
export function folderOf(location: string): string | null {
  const scheme = schemeOf(location);
  if (scheme === null) return resolve(location);
  if (scheme !== "file") return null;
  try {
    return fileURLToPath(location);
  } catch (cause) {
    throw new AuthorityError(
      "invalid_setting",
      "The URL of the database's folder does not name a folder of this machine.",
      "Use file:///path/to/folder, or the path itself.",
      { cause },
    );
  }
}

const schemeOf = (location: string) => /^([a-z][a-z0-9+.-]*):\/\//i.exec(location)?.[1]?.toLowerCase() ?? null;
