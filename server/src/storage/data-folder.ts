import { statSync } from "node:fs";
import { join } from "node:path";

/** The names of the files and folders in the data folder of an embedded database. */
export const DATA_FOLDER = {
  /** The folder with the files of PGlite. */
  database: "postgres",
  /** An empty file that exists while the database is being created. */
  unfinished: "postgres.unfinished",
  /** The secret that encrypts the signing keys. */
  secret: "secret.key",
  /** The folder with the lock files. */
  locks: "locks",
} as const;

/**
 * Returns whether a folder contains an embedded database. Creates no files. Also returns true if this user cannot read
 * the folder, because opening it then reports the reason.
 */
export function hasDatabase(folder: string): boolean {
  try {
    statSync(join(folder, DATA_FOLDER.database, "PG_VERSION"));
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && ["ENOENT", "ENOTDIR"].includes(String(error.code)));
  }
}
