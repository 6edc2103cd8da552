import { hash } from "node:crypto";
import type { Pool, PoolClient } from "pg";
import type { TextQuery } from "./authority-storage.ts";

/** More than there are different statements; bounds what each session of the server keeps. */
const MAX_STATEMENTS = 1000;

/** A prepared statement is unknown or known already, or its result would have other columns after a migration. */
const REFUSED_CODES = ["26000", "42P05", "0A000"];

/**
 * Creates a query function that prepares each statement once for each session of PostgreSQL, which then parses and plans it no more.
 *
 * Once a prepared statement is refused, which happens before it has any effect, all are sent without preparation.
 */
export function createPreparedQuery(pool: Pick<Pool, "query">): TextQuery {
  const names = new Map<string, string>();
  let isRefused = false;

  function nameOf(text: string): string | null {
    if (isRefused) return null;
    const known = names.get(text);
    if (known !== undefined || names.size >= MAX_STATEMENTS) return known ?? null;
    // Derived from the text, so that a name never means another statement, even in a session that another process has used.
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
 * Tells whether a connection leads to a session of its own. A pooler such as PgBouncer announces a process id that it made up; in
 * transaction mode it gives each transaction another session, in which nothing is prepared.
 */
export async function hasOwnSession(client: PoolClient): Promise<boolean> {
  const { processID } = client as { processID?: number | null };
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  return rows[0]?.pid === processID;
}
