/**
 * Why a JWT is refused, as a closed union to switch on.
 *
 * - `token_malformed`: not in the one strict spelling of a signed JWT.
 * - `token_algorithm`: its algorithm is unknown or not allowed.
 * - `token_invalid`: a header, claim or signature is wrong.
 * - `token_expired` and `token_not_yet_valid`: out of its time.
 * - `token_key_not_known_yet`: its key id is unknown, and the keys were fetched too short ago to look again; it may be good.
 * - `jwks_unavailable`: the issuer's keys cannot be fetched; the token may be good.
 */
export type TokenRefusalCode =
  | "token_malformed"
  | "token_algorithm"
  | "token_invalid"
  | "token_expired"
  | "token_not_yet_valid"
  | "token_key_not_known_yet"
  | "jwks_unavailable";

/** A JWT that must not be accepted: a code, without a sentence or a status. */
export class TokenRefusal extends Error {
  override readonly name = "TokenRefusal";

  constructor(
    readonly code: TokenRefusalCode,
    options?: { cause: unknown },
  ) {
    super(code, options);
  }
}
