/** The prefix of anonymous visitors' ids, which no provider or backend may use. */
export const VISITOR_PREFIX = "usr_anon_";
