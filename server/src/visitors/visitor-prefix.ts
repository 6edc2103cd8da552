/**
 * The prefix of the user ids of anonymous visitors. The server rejects an id from an auth provider or a backend if the
 * id begins with this prefix.
 */
export const VISITOR_PREFIX = "usr_anon_";
