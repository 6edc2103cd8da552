import { hash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import type { TextQuery } from "./authority-storage.ts";

/**
 * The maximum number of prepared statements per PostgreSQL session, to limit the session's memory. The server never
 * reaches this maximum, because it uses fewer distinct statements.
 */
const MAX_STATEMENTS = 1000;

/**
 * The SQLSTATE codes of errors for a prepared statement that is unknown, already exists, or returns other columns after
 * a migration.
 */
const REFUSED_CODES = ["26000", "42P05", "0A000"];

/**
 * Creates a query function that prepares each statement once per PostgreSQL session, to save parsing and planning.
 *
 * After the first error about a prepared statement, the function repeats the query unprepared and prepares no more
 * statements. Such an error occurs before a statement has any effect, so the repetition is safe.
 */
export function createPreparedQuery(pool: Pick<Pool, "query">): TextQuery {
  const names = new Map<string, string>();
  let isRefused = false;

  function nameOf(text: string): string | null {
    if (isRefused) return null;
    const cached = names.get(text);
    if (cached !== undefined || names.size >= MAX_STATEMENTS) return cached ?? null;
    // The session may contain prepared statements of another process. The name is a hash of the text, so equal names
    // always mean equal statements.
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
 * Returns whether all queries of a connection run in one PostgreSQL session. A pooler such as PgBouncer may run each
 * transaction in a different session, which lacks the prepared statements. A pooler reports an invented process id when
 * a client connects. The invented id differs from the id that `pg_backend_pid()` returns.
 */
export async function keepsSession(client: PoolClient): Promise<boolean> {
  const { processID } = client as { processID?: number | null };
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid === processID;
}
