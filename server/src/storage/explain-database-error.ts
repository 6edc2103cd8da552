/** What is wrong with the database, and how to fix it. */
export interface DatabaseFailure {
  /** A clause that follows the name of the database, such as "is read-only". */
  readonly problem: string;
  readonly remedy: string;
}

const CERTIFICATE: DatabaseFailure = {
  problem: "has a certificate that this machine does not trust",
  remedy: "Add sslrootcert=/path/to/ca.pem to the database URL. The file must contain the signing CA's certificate.",
};
const CREDENTIALS: DatabaseFailure = { problem: "rejected the user or password", remedy: "Correct the database URL." };
const CONNECTIONS: DatabaseFailure = {
  problem: "has no free connections",
  remedy: "Raise max_connections, or connect through a pooler such as PgBouncer; each process opens up to 11.",
};
const STARTING: DatabaseFailure = {
  problem: "is starting or shutting down",
  remedy: "Wait until it accepts connections.",
};

/**
 * The explanations of database errors. The key is a SQLSTATE, a TLS error code of Node.js or a system error code. The
 * explanations replace the database's own messages, because those messages may contain stored values.
 */
const FAILURES: Readonly<Record<string, DatabaseFailure>> = {
  "28P01": CREDENTIALS,
  "28000": CREDENTIALS,
  "3D000": { problem: "has no such database", remedy: "Create it, or correct the database URL." },
  "42501": {
    problem: "denied permission to the user in the database URL",
    remedy:
      "As the owner, run: GRANT USAGE, CREATE ON SCHEMA public TO <user>; GRANT ALL ON ALL TABLES IN SCHEMA public TO <user>;",
  },
  "3F000": {
    problem: "has no schema on the user's search_path",
    remedy: "Run: CREATE SCHEMA public; or set the user's search_path to an existing schema.",
  },
  "42P01": {
    problem: "lacks a table that this version needs",
    remedy: "Start `serve` once to migrate the schema, and check that the user's search_path has not changed.",
  },
  "42703": {
    problem: "lacks a column that this version needs",
    remedy: "Start this version's `serve` once to migrate the schema.",
  },
  "25006": {
    problem: "is read-only",
    remedy: "Point the database URL at the primary, not at a replica, and turn default_transaction_read_only off.",
  },
  "53100": { problem: "is out of disk space", remedy: "Free or add disk space on the database server." },
  "53200": { problem: "ran out of memory", remedy: "Add memory to the database server." },
  "53300": CONNECTIONS,
  "57P01": STARTING,
  "57P02": STARTING,
  "57P03": STARTING,
  "57014": { problem: "canceled the query", remedy: "Raise statement_timeout, or find what blocks the query." },
  "55P03": { problem: "waited too long for a lock", remedy: "Find and end long transactions in pg_stat_activity." },
  SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE,
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT: CERTIFICATE,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE,
  CERT_HAS_EXPIRED: {
    problem: "has a certificate that has expired",
    remedy: "Renew the certificate of the database server.",
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    problem: "has a certificate for another host",
    remedy: "Use a host name from the certificate in the database URL.",
  },
  ENOTFOUND: { problem: "has a host name that does not resolve", remedy: "Correct the host of the database URL." },
};

/**
 * Explains a database error. Searches the error, then its causes, for a code that {@link FAILURES} contains or that is
 * a SQLSTATE. Explains the first such code. Returns null if no error has such a code.
 */
export function explainDatabaseError(thrown: unknown): DatabaseFailure | null {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (!("code" in error) || typeof error.code !== "string") continue;
    const { code } = error;
    const failure = Object.hasOwn(FAILURES, code) ? FAILURES[code] : undefined;
    if (failure !== undefined) return appendSqlState(failure, code);
    if (isSqlState(code))
      return appendSqlState(
        {
          problem: "failed to run a query",
          remedy: "Look up the code in PostgreSQL's list of error codes; see `cause`.",
        },
        code,
      );
  }
  return null;
}

/**
 * Returns whether a code is a SQLSTATE. A SQLSTATE contains a digit. System error codes such as `EPIPE` contain no
 * digit.
 */
const isSqlState = (code: string) => /^(?=.*\d)[0-9A-Z]{5}$/.test(code);

function appendSqlState({ problem, remedy }: DatabaseFailure, code: string): DatabaseFailure {
  return { problem: isSqlState(code) ? `${problem} (SQLSTATE ${code})` : problem, remedy };
}
