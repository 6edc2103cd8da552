/**
 * The prefix of the user ids of anonymous visitors. An id that an auth provider or an app's backend sends must not
 * begin with it.
 */
export const VISITOR_PREFIX = "usr_anon_";
