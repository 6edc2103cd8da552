/**
 * The reasons to refuse a workspace token.
 *
 * - `missing_token`: the request has no credential of the form `Bearer <token>`.
 * - `invalid_token`: the token is not a workspace token of the expected issuer, project and audience, or its signature
 *   is invalid.
 * - `expired_token`: `exp` has passed.
 * - `not_yet_valid`: `nbf` or `iat` is in the future.
 * - `token_revoked`: the authority has revoked the tokens of the user, workspace or project since it issued this token.
 * - `revocations_unavailable`: the list of revocations cannot be fetched, and `whenUnavailable` is `refuse`.
 * - `keys_unavailable`: the issuer's keys cannot be fetched, or the token's key is not known yet. The token may be
 *   valid.
 */
export type TokenVerificationErrorCode =
  | "missing_token"
  | "invalid_token"
  | "expired_token"
  | "not_yet_valid"
  | "token_revoked"
  | "revocations_unavailable"
  | "keys_unavailable";

/**
 * Thrown for a workspace token that a resource server must not accept. Switch on `code`. Use `status` as the HTTP
 * status of the response.
 */
export class TokenVerificationError extends Error {
  override readonly name = "TokenVerificationError";
  /** The reason for the refusal, from a closed union. */
  readonly code: TokenVerificationErrorCode;
  /** The HTTP status: 401, or 503 when keys or revocations cannot be fetched. */
  readonly status: 401 | 503;

  constructor(code: TokenVerificationErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.status = code.endsWith("_unavailable") ? 503 : 401;
  }
}
