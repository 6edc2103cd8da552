import { PGlite } from "@electric-sql/pglite";

/**
 * The start parameters of PostgreSQL in PGlite. They reduce the size of PostgreSQL's buffers to a quarter of the
 * default. PostgreSQL initializes its buffers before the first query, so smaller buffers shorten the start.
 */
export const startParams = [...PGlite.defaultStartParams, "-c", "shared_buffers=32MB"];

/**
 * The parameters for the creation of a database. They reduce the size of a write-ahead log file from 16 MB to 1 MB,
 * because even an empty database has such a file.
 */
export const initDbStartParams = ["--wal-segsize=1"];
