import { hash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import type { TextQuery } from "./authority-storage.ts";

/** More than the number of different statements; limits the memory of each server session. */
const MAX_STATEMENTS = 1000;

/** The errors of a prepared statement that is unknown, exists already, or has other columns after a migration. */
const REFUSED_CODES = ["26000", "42P05", "0A000"];

/**
 * Creates a query function that prepares each statement once per PostgreSQL session, which saves parsing and planning.
 *
 * After the first error of a prepared statement, which occurs before it has any effect, no statement is prepared any
 * more.
 */
export function createPreparedQuery(pool: Pick<Pool, "query">): TextQuery {
  const names = new Map<string, string>();
  let isRefused = false;

  function nameOf(text: string): string | null {
    if (isRefused) return null;
    const known = names.get(text);
    if (known !== undefined || names.size >= MAX_STATEMENTS) return known ?? null;
    // Derived from the text, so that a name always means the same statement, even in a session that another process has
    // used.
    const name = hash("sha256", text, "base64url");
    names.set(text, name);
    return name;
  }

  return async ({ text, values = [] }) => {
    const name = nameOf(text);
    if (name === null) return pool.query({ text, values });
    try {
      return await pool.query({ name, text, values });
    } catch (error) {
      if (!isRefusedStatement(error)) throw error;
      isRefused = true;
      return pool.query({ text, values });
    }
  };
}

const isRefusedStatement = (error: unknown): boolean =>
  error instanceof Error && "code" in error && REFUSED_CODES.includes(String(error.code));

/**
 * Returns whether a connection has a dedicated session. A pooler such as PgBouncer reports an invented process id; in
 * transaction mode each transaction may use another session, in which nothing is prepared.
 */
export async function hasOwnSession(client: PoolClient): Promise<boolean> {
  const { processID } = client as { processID?: number | null };
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid === processID;
}
