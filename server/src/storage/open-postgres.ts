import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { AuthorityError } from "../base/authority-error.ts";
import { type AuthorityStorage, createStorage, unreachableError } from "./authority-storage.ts";
import { toPayload } from "./change-notice.ts";
import { explainDatabaseError } from "./explain-database-error.ts";
import { CHANNEL, listenForNotices } from "./listen-for-notices.ts";
import { runPooledTransaction } from "./pooled-transaction.ts";
import { createPreparedQuery, keepsSession } from "./prepared-statements.ts";
import { setQueryDeadline } from "./query-deadline.ts";

const CONNECT_TIMEOUT_MS = 5000;
const QUERY_TIMEOUT_MS = 10_000;

/**
 * Connects to a PostgreSQL server with a pool of up to 10 connections. While an authority runs, one more connection
 * listens for change notices.
 *
 * @param listenUrl the URL for the connection that listens. If `databaseUrl` points to a pooler, `listenUrl` must be
 * the URL of the PostgreSQL server itself. Default: `databaseUrl`.
 */
export async function openPostgres(databaseUrl: string, listenUrl: string = databaseUrl): Promise<AuthorityStorage> {
  const location = describe(databaseUrl);
  describe(listenUrl);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    application_name: "assistant-cloud-server",
  });
  // An unhandled `error` event would end the process when the server closes an idle connection. The next query reports
  // the error.
  pool.on("error", () => {});
  // A client in a transaction can also emit an unhandled `error` between two statements, when no query is running.
  pool.on("connect", (client) => void client.on("error", () => {}));
  // PgBouncer rejects `statement_timeout` as a start-up parameter, so this process enforces the timeout.
  setQueryDeadline(pool, QUERY_TIMEOUT_MS);
  let isDirect: boolean;
  try {
    const client = await pool.connect();
    isDirect = await keepsSession(client).finally(() => client.release());
  } catch (cause) {
    await pool.end();
    throw explain(location, cause);
  }
  return createStorage({
    kind: "postgres",
    localSecret: null,
    database: drizzle({ client: pool }),
    transaction: (queries) => runPooledTransaction(pool, queries),
    close: () => pool.end(),
    query: ({ text, values }) => pool.query({ text, values: values ?? [] }),
    ...(isDirect ? { preparedQuery: createPreparedQuery(pool) } : {}),
    notices: {
      send: (database, notice) => database.execute(sql`select pg_notify(${CHANNEL}, ${toPayload(notice)})`),
      listen: (listener) => listenForNotices(listenUrl, listener),
    },
  });
}

/**
 * Returns a URL's host, port and database name, for error messages. Omits the user name and the password. Throws
 * `invalid_setting` for a malformed URL.
 */
function describe(databaseUrl: string): string {
  try {
    const url = new URL(databaseUrl);
    return `${url.hostname || "localhost"}:${url.port || "5432"}${url.pathname}`;
  } catch (cause) {
    throw new AuthorityError(
      "invalid_setting",
      "The database URL cannot be read.",
      "Use the form postgres://user:password@host:5432/database and percent-encode special characters in the password.",
      { cause },
    );
  }
}

function explain(location: string, cause: unknown): AuthorityError {
  const reason = explainDatabaseError(cause);
  if (reason !== null) return unreachableError(`PostgreSQL at ${location} ${reason.problem}.`, reason.remedy, cause);
  return unreachableError(
    `PostgreSQL at ${location} does not answer.`,
    "Check that the server runs and that the host and port of the database URL are right.",
    cause,
  );
}
