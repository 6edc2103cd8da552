import { DrizzleQueryError } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import type { Pool } from "pg";
import type { Database } from "./authority-storage.ts";

/**
 * Runs queries in one transaction and always releases the connection. Drizzle's transaction on a pool has two faults.
 * If `begin` fails, Drizzle leaks the connection, so ten failures exhaust the pool. If `rollback` fails, Drizzle reuses
 * the connection although its state is unknown.
 */
export async function runPooledTransaction<T>(pool: Pool, queries: (database: Database) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    return await drizzle({ client }).transaction(queries);
  } catch (error) {
    // The session's state is unknown, so the pool must discard the connection.
    if (error instanceof DrizzleQueryError && /^(begin|rollback)/.test(error.query)) fault = error;
    throw error;
  } finally {
    client.release(fault);
  }
}
