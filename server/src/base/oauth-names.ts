/** RFC 8693 §2.1. */
export const TOKEN_EXCHANGE_GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";

/** RFC 8693 §3: a workspace token is an access token, which happens to be a JWT. */
export const ACCESS_TOKEN_TYPE = "urn:ietf:params:oauth:token-type:access_token";

/** RFC 8693 §3. */
export const JWT_TYPE = "urn:ietf:params:oauth:token-type:jwt";

/** What a subject token may be called. Either way it is judged by the auth rules. */
export const SUBJECT_TOKEN_TYPES = ["urn:ietf:params:oauth:token-type:id_token", JWT_TYPE];
