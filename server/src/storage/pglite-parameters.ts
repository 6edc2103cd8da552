import { PGlite } from "@electric-sql/pglite";

/** What PostgreSQL is started with inside PGlite: a quarter of the usual buffers, which it clears before the first query. */
export const startParams = [...PGlite.defaultStartParams, "-c", "shared_buffers=32MB"];

/** What a new database is made with: a write-ahead log in files of 1 MB in place of 16, of which even an empty one has one. */
export const initDbStartParams = ["--wal-segsize=1"];
