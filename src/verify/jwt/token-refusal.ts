/**
 * The reasons to refuse a JWT.
 *
 * - `token_malformed`: not a signed JWT in its strict form.
 * - `token_algorithm`: the algorithm is unknown or not allowed.
 * - `token_invalid`: a header member, claim or signature is invalid.
 * - `token_expired`: `exp` has passed.
 * - `token_not_yet_valid`: `nbf` or `iat` is in the future.
 * - `token_key_not_known_yet`: the key id is unknown, and the last attempt to fetch the keys was less than 10 seconds
 *   ago. The token may be valid.
 * - `jwks_unavailable`: the issuer's keys cannot be fetched. The token may be valid.
 */
export type TokenRefusalCode =
  | "token_malformed"
  | "token_algorithm"
  | "token_invalid"
  | "token_expired"
  | "token_not_yet_valid"
  | "token_key_not_known_yet"
  | "jwks_unavailable";

/** Thrown for a JWT that must not be accepted. The error's message is the code. The error has no HTTP status. */
export class TokenRefusal extends Error {
  override readonly name = "TokenRefusal";

  constructor(
    readonly code: TokenRefusalCode,
    options?: { cause: unknown },
  ) {
    super(code, options);
  }
}
