import { PGlite } from "@electric-sql/pglite";

/**
 * The start parameters of PostgreSQL in PGlite. PostgreSQL clears its buffers before the first query, so it starts
 * faster with a quarter of the default size.
 */
export const startParams = [...PGlite.defaultStartParams, "-c", "shared_buffers=32MB"];

/**
 * The parameters of a new database. Even an empty database has a write-ahead log file, so the file's size is 1 MB
 * instead of 16 MB.
 */
export const initDbStartParams = ["--wal-segsize=1"];
