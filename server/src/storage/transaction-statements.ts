import { sql } from "drizzle-orm";
import type { AuthorityStorage, Database } from "./authority-storage.ts";
import { repeatAborted } from "./repeat-aborted.ts";

/** Sends one SQL statement within a transaction and returns its rows. */
type RunWithin = AuthorityStorage["statement"];

/**
 * Runs SQL statements in one transaction: all of them take effect, or none. Repeats the transaction up to twice if a
 * deadlock aborted it, so `work` must change only the database.
 */
export function runStatements<T>(
  storage: Pick<AuthorityStorage, "transaction">,
  work: (run: RunWithin, database: Database) => Promise<T>,
): Promise<T> {
  return repeatAborted(() =>
    storage.transaction((database) => work((text, values) => send(database, text, values), database)),
  );
}

async function send(
  database: Database,
  text: string,
  values: readonly unknown[],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  // `split` includes the text of the capture group, so every second piece is the number of a parameter.
  const pieces = text.split(/\$(\d+)/);
  const chunks = pieces.map((piece, index) =>
    index % 2 === 0 ? sql.raw(piece) : sql.param(values[Number(piece) - 1]),
  );
  const { rows } = (await database.execute(sql.join(chunks))) as unknown as { rows: Record<string, unknown>[] };
  return rows;
}
