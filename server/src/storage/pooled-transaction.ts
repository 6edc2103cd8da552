import { DrizzleQueryError } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import type { Pool } from "pg";
import type { Database } from "./authority-storage.ts";

/**
 * Runs queries in one transaction and always releases its connection. Drizzle's own transaction on a pool leaks the
 * connection if `begin` fails, so ten failures would exhaust the pool, and reuses it if `rollback` fails.
 */
export async function runPooledTransaction<T>(pool: Pool, queries: (database: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    return await drizzle({ client }).transaction(queries);
  } catch (error) {
    // The state of this session is unknown, so it is discarded.
    if (error instanceof DrizzleQueryError && /^(begin|rollback)/.test(error.query)) fault = error;
    throw error;
  } finally {
    client.release(fault);
  }
}
