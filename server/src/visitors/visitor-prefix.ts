/** The prefix of anonymous visitors' ids. Providers and backends must not use it. */
export const VISITOR_PREFIX = "usr_anon_";
