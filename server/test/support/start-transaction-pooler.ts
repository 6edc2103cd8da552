import { findPgBouncer } from "../../../scripts/pgbouncer.mjs";
import { startPgBouncer, type TransactionPooler } from "./start-pgbouncer.ts";
import { startStandInPooler } from "./start-stand-in-pooler.ts";

const found = findPgBouncer();

/** What {@link startTransactionPooler} starts, for the titles of tests. */
export const poolerName = found === null ? "a stand-in for PgBouncer" : `PgBouncer ${found.version}`;

/** A PgBouncer in transaction mode; on a machine that has none, a stand-in. */
export function startTransactionPooler(databaseUrl: string): Promise<TransactionPooler> {
  return found === null ? startStandInPooler(databaseUrl) : startPgBouncer(databaseUrl, found);
}
