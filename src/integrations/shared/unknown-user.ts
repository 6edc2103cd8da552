/**
 * The `identity` while the SDK does not report the user. The hook then calls the SDK, whose answer shows whether a user
 * is signed in. An identity without a value would sign the user out.
 */
export const UNKNOWN_USER = "unknown";
