/**
 * Why a workspace token was refused, as a closed union.
 *
 * - `missing_token`: no credential, or not of the form `Bearer <token>`.
 * - `invalid_token`: not a workspace token of the expected issuer, or its signature is wrong.
 * - `expired_token` and `not_yet_valid`: out of its time.
 * - `token_revoked`: its user was signed out after it was issued.
 * - `revocations_unavailable`: the list of revoked tokens cannot be fetched, and the verifier is set to refuse then.
 * - `keys_unavailable`: the issuer's keys cannot be fetched; the token may be good.
 */
export type TokenVerificationErrorCode =
  | "missing_token"
  | "invalid_token"
  | "expired_token"
  | "not_yet_valid"
  | "token_revoked"
  | "revocations_unavailable"
  | "keys_unavailable";

/** A workspace token that a resource server must not accept: switch on `code`, answer with `status`. */
export class TokenVerificationError extends Error {
  override readonly name = "TokenVerificationError";
  /** The reason, from a closed union. */
  readonly code: TokenVerificationErrorCode;
  /** 401, or 503 when keys or revocations are out of reach. */
  readonly status: 401 | 503;

  constructor(code: TokenVerificationErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.status = code.endsWith("_unavailable") ? 503 : 401;
  }
}
