import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";
import { AuthorityError } from "../base/authority-error.ts";
import { isRefusal } from "../base/refusal.ts";
import type { ChangeNotice, NoticeListener } from "./change-notice.ts";
import { explainDatabaseError } from "./explain-database-error.ts";
import { repeatAborted } from "./repeat-aborted.ts";

/** A Drizzle database or a Drizzle transaction, on PGlite or PostgreSQL. */
export type Database = PgDatabase<PgQueryResultHKT>;

/**
 * An open, migrated database. `openStorage` opens it, and `createAuthority` uses it. The published types omit the
 * internal members. The published types therefore do not depend on the database library.
 */
export interface AuthorityStorage {
  /**
   * Where the database runs. If `kind` is `memory` or `folder`, the database is a PGlite database inside this process.
   * If `kind` is `postgres`, the database is on a PostgreSQL server, which several processes can share.
   */
  readonly kind: "memory" | "folder" | "postgres";
  /**
   * A generated secret, which encrypts private signing keys if the operator sets no secret. If `kind` is `folder`, a
   * file in the folder contains the secret. If `kind` is `memory`, the secret is lost when the process ends. Null if
   * `kind` is `postgres`, because the operator must then set a secret.
   * @internal
   */
  readonly localSecret: string | null;
  /**
   * Runs queries and returns their result. A database error becomes an error with the code `storage_unreachable`.
   * @internal
   */
  run<T>(queries: (database: Database) => Promise<T>): Promise<T>;
  /**
   * Runs queries in one transaction and returns their result. The queries must use only the database that they receive.
   * PGlite has one connection, so calling another method of this storage within the transaction causes a deadlock.
   * @internal
   */
  transaction<T>(queries: (database: Database) => Promise<T>): Promise<T>;
  /**
   * Runs a transaction that changes a project's settings, and returns the transaction's `value`. After the commit, the
   * subscribers in every process receive the transaction's `notice`.
   * @internal
   */
  change<T>(queries: (database: Database) => Promise<ChangeResult<T>>): Promise<T>;
  /**
   * Calls a listener after each change of settings. On PostgreSQL, also calls the listener after a change by another
   * process. Returns a function that unsubscribes.
   * @internal
   */
  subscribe(listener: NoticeListener): () => void;
  /**
   * Runs one SQL statement and returns its rows. Repeats the statement up to twice if a deadlock aborted it. A database
   * error becomes an error with the code `storage_unreachable`.
   * @internal
   */
  statement(text: string, values: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /**
   * Like `statement`, but runs the SQL statement as a prepared statement. PostgreSQL then parses a frequent statement
   * only once. PostgreSQL may use one plan for all values. Do not use this method if the best plan depends on the
   * values.
   * @internal
   */
  prepared: AuthorityStorage["statement"];
  /**
   * Runs SQL text on a PostgreSQL server. Rethrows database errors unchanged. The property is null for an embedded
   * database.
   * @internal
   */
  readonly query: TextQuery | null;
  /**
   * Closes the database. If `kind` is `folder`, also writes all data to disk and unlocks the folder. Further calls have
   * no effect.
   */
  close(): Promise<void>;
}

/** Runs SQL text with parameter values and returns the rows. */
export type TextQuery = (query: {
  text: string;
  values?: unknown[];
}) => Promise<{ rows: unknown[]; rowCount?: number | null }>;

/** The value of a transaction that changes settings, and the change notice for all processes. */
export interface ChangeResult<T> {
  readonly value: T;
  readonly notice: ChangeNotice;
}

interface StorageDriver {
  kind: AuthorityStorage["kind"];
  localSecret: string | null;
  database: Database;
  /** Runs queries in one transaction. Default: `database.transaction`. */
  transaction?: AuthorityStorage["transaction"];
  close(): Promise<void>;
  query: TextQuery;
  /** Runs a prepared statement, whose plan PostgreSQL may cache. Default: `query`. */
  preparedQuery?: TextQuery;
  /**
   * Sends change notices to other processes and receives their notices. Omitted if only this process uses the database.
   */
  notices?: {
    /** Adds a change notice to the transaction `database`. PostgreSQL sends the notice to all processes at commit. */
    send(database: Database, notice: ChangeNotice): Promise<unknown>;
    /**
     * Starts to listen for change notices. Returns a function that stops listening. `subscribe` calls `listen` when it
     * adds the first listener.
     */
    listen(listener: NoticeListener): () => Promise<void>;
  };
}

/** Creates a storage from the functions of a database driver. */
export function createStorage({
  kind,
  localSecret,
  database,
  transaction = (queries) => database.transaction(queries),
  close,
  query,
  preparedQuery = query,
  notices,
}: StorageDriver): AuthorityStorage {
  let closing: Promise<void> | null = null;
  const listeners = new Set<NoticeListener>();
  const notifyListeners: NoticeListener = (notice) => {
    for (const listener of listeners) listener(notice);
  };
  let stopListening: (() => Promise<void>) | null = null;
  async function stop(): Promise<void> {
    const ending = stopListening?.();
    stopListening = null;
    await ending;
  }
  const withStorageErrors = async <T>(work: () => Promise<T>): Promise<T> => {
    if (closing) throw unreachableError("The database has been closed.", "Open it again with openStorage().");
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof AuthorityError || isRefusal(cause)) throw cause;
      const reason = explainDatabaseError(cause);
      if (reason !== null) throw unreachableError(`The database ${reason.problem}.`, reason.remedy, cause);
      throw unreachableError("The database failed to run a query.", "Check the database; see `cause`.", cause);
    }
  };
  const createStatement =
    (send: TextQuery): AuthorityStorage["statement"] =>
    async (text, values) => {
      const { rows } = await withStorageErrors(() => repeatAborted(() => send({ text, values: [...values] })));
      return rows as Record<string, unknown>[];
    };
  return {
    kind,
    localSecret,
    run: (queries) => withStorageErrors(() => queries(database)),
    transaction: (queries) => withStorageErrors(() => transaction(queries)),
    statement: createStatement(query),
    prepared: createStatement(preparedQuery),
    query: kind === "postgres" ? query : null,
    async change(queries) {
      const { value, notice } = await withStorageErrors(() =>
        transaction(async (transactionDatabase) => {
          const changed = await queries(transactionDatabase);
          await notices?.send(transactionDatabase, changed.notice);
          return changed;
        }),
      );
      notifyListeners(notice);
      return value;
    },
    subscribe(listener) {
      listeners.add(listener);
      if (!closing) stopListening ??= notices?.listen(notifyListeners) ?? null;
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) void stop();
      };
    },
    close: () => {
      closing ??= stop().then(close);
      return closing;
    },
  };
}

/** Creates the error `storage_unreachable`, for a database that cannot be used. */
export function unreachableError(message: string, remedy: string, cause?: unknown): AuthorityError {
  return new AuthorityError("storage_unreachable", message, remedy, cause === undefined ? {} : { cause });
}
