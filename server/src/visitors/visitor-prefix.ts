/**
 * The prefix of the user ids of anonymous visitors. User ids from auth providers and backends must not begin with it.
 */
export const VISITOR_PREFIX = "usr_anon_";
