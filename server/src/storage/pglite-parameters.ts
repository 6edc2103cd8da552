import { PGlite } from "@electric-sql/pglite";

/**
 * The start parameters of PostgreSQL in PGlite: a quarter of the default buffers, which it clears before the first
 * query.
 */
export const startParams = [...PGlite.defaultStartParams, "-c", "shared_buffers=32MB"];

/**
 * The parameters of a new database: write-ahead log files of 1 MB instead of 16, since even an empty database has one.
 */
export const initDbStartParams = ["--wal-segsize=1"];
