import { PGlite } from "@electric-sql/pglite";

/**
 * The start parameters of PostgreSQL in PGlite. It clears its buffers before the first query, so a quarter of the
 * default size starts faster.
 */
export const startParams = [...PGlite.defaultStartParams, "-c", "shared_buffers=32MB"];

/**
 * The parameters of a new database. Even an empty database has a write-ahead log file, so its size is 1 MB instead of
 * 16.
 */
export const initDbStartParams = ["--wal-segsize=1"];
