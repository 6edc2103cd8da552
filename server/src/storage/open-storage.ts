import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { AuthorityError } from "../base/authority-error.ts";
import type { AuthorityStorage } from "./authority-storage.ts";

/** The options of `openStorage`. */
export interface OpenStorageOptions {
  /**
   * Where to hear of other processes' changes: a `postgres://…` URL that leads straight to the server, when the database is
   * reached through a pooler such as PgBouncer in transaction mode. Default: the same URL.
   */
  listenUrl?: string;
}

/**
 * Opens the authority's database and brings its schema up to date.
 *
 * @param databaseUrlOrFolder `postgres://…` or `postgresql://…` for a PostgreSQL server; `memory://` for an
 *   embedded database that vanishes with the process; anything else is a folder for an embedded database,
 *   made when missing
 * @throws `storage_locked` when another process holds the folder; `storage_unreachable` when the server does not
 *   answer within 5 seconds or the folder cannot be used; `storage_newer`; `invalid_setting`
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

/** Opens a database and leaves its schema as it is. */
export async function openDatabase(place: string, { listenUrl }: OpenStorageOptions = {}): Promise<AuthorityStorage> {
  if (typeof place !== "string" || place === "") {
    throw new AuthorityError(
      "invalid_setting",
      "openStorage() was given no place for the database.",
      "Pass a folder, memory://, or a URL such as postgres://user:password@host/database.",
    );
  }
  const folder = folderOf(place);
  if (folder !== null) return (await import("./open-pglite.ts")).openFolder(folder);
  const scheme = schemeOf(place);
  switch (scheme) {
    case "postgres":
    case "postgresql":
      return (await import("./open-postgres.ts")).openPostgres(place, listenUrl);
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

/** The absolute path of the folder that a place of `openStorage` names; null for a server and for memory. */
export function folderOf(place: string): string | null {
  const scheme = schemeOf(place);
  if (scheme === null) return resolve(place);
  return scheme === "file" ? fileURLToPath(place) : null;
}

const schemeOf = (place: string) => /^([a-z][a-z0-9+.-]*):\/\//i.exec(place)?.[1]?.toLowerCase() ?? null;
