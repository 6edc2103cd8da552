/** What the ids of anonymous visitors start with; no provider or backend may claim one. */
export const VISITOR_PREFIX = "usr_anon_";
