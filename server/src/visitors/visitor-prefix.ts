/**
 * The prefix of the user ids of anonymous visitors. The server rejects ids from auth providers and backends if they
 * begin with this prefix.
 */
export const VISITOR_PREFIX = "usr_anon_";
