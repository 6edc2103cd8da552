import { findPgBouncer } from "../../../scripts/pgbouncer.mjs";
import { startPgBouncer, type TransactionPooler } from "./start-pgbouncer.ts";
import { startStandInPooler } from "./start-stand-in-pooler.ts";

const found = findPgBouncer();

/** The name of the pooler from {@link startTransactionPooler}, for test titles. */
export const poolerName = found === null ? "a stand-in for PgBouncer" : `PgBouncer ${found.version}`;

/** Starts PgBouncer in transaction mode, or a substitute if PgBouncer is not installed. */
export function startTransactionPooler(databaseUrl: string): Promise<TransactionPooler> {
  return found === null ? startStandInPooler(databaseUrl) : startPgBouncer(databaseUrl, found);
}
