/** The `grant_type` of a token exchange (RFC 8693 §2.1). */
export const TOKEN_EXCHANGE_GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";

/** The `issued_token_type` of a workspace token (RFC 8693 §3): an access token. */
export const ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token";

/** The token type of any JWT (RFC 8693 §3). */
export const JWT_TYPE = "urn:ietf:params:oauth:token-type:jwt";

/**
 * The accepted values of `subject_token_type` in a token exchange. Auth rules apply the same checks to ID tokens and
 * other JWTs.
 */
export const SUBJECT_TOKEN_TYPES = ["urn:ietf:params:oauth:token-type:id_token", JWT_TYPE];
