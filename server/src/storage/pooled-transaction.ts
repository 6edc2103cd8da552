import { DrizzleQueryError } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import type { Pool } from "pg";
import type { Database } from "./authority-storage.ts";

/**
 * Runs queries in one transaction and gives its connection back whatever happens. Drizzle's own, on a pool, keeps the
 * connection when `begin` fails, so that ten failures would end the pool, and gives it back when `rollback` fails.
 */
export async function runPooledTransaction<T>(pool: Pool, queries: (database: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    return await drizzle({ client }).transaction(queries);
  } catch (error) {
    // Nobody knows in the middle of what this session is.
    if (error instanceof DrizzleQueryError && /^(begin|rollback)/.test(error.query)) fault = error;
    throw error;
  } finally {
    client.release(fault);
  }
}
