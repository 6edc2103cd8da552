/** The meaning of a database error, and its fix. */
export interface DatabaseReason {
  /** A clause that follows the name of the database. */
  readonly problem: string;
  readonly remedy: string;
}

const CERTIFICATE: DatabaseReason = {
  problem: "has a certificate that this machine does not trust",
  remedy: "Add sslrootcert=/path/to/ca.pem to the database URL, with the certificate of the authority that signed it.",
};
const CREDENTIALS: DatabaseReason = { problem: "refused the user or password", remedy: "Correct the database URL." };
const CONNECTIONS: DatabaseReason = {
  problem: "has no connection left",
  remedy: "Raise max_connections, or connect through a pooler such as PgBouncer; each process takes up to 11.",
};
const STARTING: DatabaseReason = {
  problem: "is starting or shutting down",
  remedy: "Wait until it accepts connections.",
};

/**
 * By SQLSTATE, TLS error code of Node.js or system error code. The database's own messages may contain values, so none
 * is shown.
 */
const REASONS: Readonly<Record<string, DatabaseReason>> = {
  "28P01": CREDENTIALS,
  "28000": CREDENTIALS,
  "3D000": { problem: "has no such database", remedy: "Create it, or correct the database URL." },
  "42501": {
    problem: "did not permit it to the user of the database URL",
    remedy:
      "Run as an owner: GRANT USAGE, CREATE ON SCHEMA public TO <user>; GRANT ALL ON ALL TABLES IN SCHEMA public TO <user>;",
  },
  "3F000": {
    problem: "has no schema to work in",
    remedy: "Run: CREATE SCHEMA public; or set the search_path of the user to a schema that exists.",
  },
  "42P01": {
    problem: "lacks a table of this version",
    remedy: "Start `serve` once, which brings the schema up to date, and see that the user's search_path is the same.",
  },
  "42703": {
    problem: "lacks a column of this version",
    remedy: "Start `serve` of this version once, which brings the schema up to date.",
  },
  "25006": {
    problem: "is read-only",
    remedy:
      "Name the primary in the database URL rather than a replica, and see that default_transaction_read_only is off.",
  },
  "53100": { problem: "has no space left on its disk", remedy: "Free or add space on the database server." },
  "53200": { problem: "ran out of memory", remedy: "Give the database server more memory." },
  "53300": CONNECTIONS,
  "57P01": STARTING,
  "57P02": STARTING,
  "57P03": STARTING,
  "57014": { problem: "canceled the query", remedy: "Raise statement_timeout, or look for what blocks the query." },
  "55P03": { problem: "waited too long for a lock", remedy: "Look for long transactions in pg_stat_activity." },
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
    remedy: "Name the host in the database URL as its certificate does.",
  },
  ENOTFOUND: { problem: "has a host that DNS does not know", remedy: "Correct the host of the database URL." },
};

/** Returns the reason in an error or its causes, or null. An unlisted SQLSTATE is reported by its code. */
export function findDatabaseReason(thrown: unknown): DatabaseReason | null {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (!("code" in error) || typeof error.code !== "string") continue;
    const { code } = error;
    const known = Object.hasOwn(REASONS, code) ? REASONS[code] : undefined;
    if (known !== undefined) return withState(known, code);
    if (isSqlState(code))
      return withState(
        {
          problem: "did not carry out a query",
          remedy: "Look the code up in PostgreSQL's list of error codes, and at `cause`.",
        },
        code,
      );
  }
  return null;
}

const isSqlState = (code: string) => /^[0-9A-Z]{5}$/.test(code);

function withState({ problem, remedy }: DatabaseReason, code: string): DatabaseReason {
  return { problem: isSqlState(code) ? `${problem} (SQLSTATE ${code})` : problem, remedy };
}
