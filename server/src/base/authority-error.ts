/**
 * The code of an {@link AuthorityError}, from a closed union.
 *
 * - `invalid_setting`: an option or environment variable is invalid.
 * - `invalid_rule`: an auth rule is invalid, for example its JWKS URL.
 * - `invalid_key`: an API key has an invalid name or expiry, or cannot be rotated.
 * - `storage_locked`: another process has locked the database folder.
 * - `storage_unreachable`: the database or the attachment bucket does not respond or denies access.
 * - `storage_newer`: a newer version of this package has migrated the database.
 * - `secret_mismatch`: the secret does not decrypt the private signing keys.
 * - `server_failed`: the running server failed to execute a command, or did not respond.
 * - `version_mismatch`: the running server and the command have different versions.
 * - `port_in_use`: another program listens on the port.
 * - `not_found`: no API key, auth rule, thread or other object has the requested id or name.
 * - `provider_failed`: the OpenID provider for dashboard sign-in does not respond, or it rejected the request.
 * - `token_refused`: the tested token would not be exchanged.
 * - `conflict`: the stored settings do not allow the change. For example, the auth rule has changed since it was read,
 *   or another project already has the new project's id.
 */
export type AuthorityErrorCode =
  | "invalid_setting"
  | "invalid_rule"
  | "invalid_key"
  | "storage_locked"
  | "storage_unreachable"
  | "storage_newer"
  | "secret_mismatch"
  | "server_failed"
  | "version_mismatch"
  | "port_in_use"
  | "not_found"
  | "provider_failed"
  | "token_refused"
  | "conflict";

/** A rejected setting. `problem` is a clause that follows the setting's name, such as "must not be empty". */
export interface SettingProblem {
  readonly field: string;
  readonly problem: string;
}

const BRAND = "AuthorityError";

/**
 * An error in the authority's settings, storage or start-up.
 *
 * Switch on `code` and `setting`. Show `message` and `remedy` to developers, but do not parse them: their wording may
 * change in any version.
 */
export class AuthorityError extends Error {
  override readonly name = BRAND;
  /** The reason, from a closed union. */
  readonly code: AuthorityErrorCode;
  /** How to fix the error, in one sentence. */
  readonly remedy: string;
  /** The rejected setting of an `invalid_…` error. Null for other codes, and if the error names no setting. */
  readonly setting: SettingProblem | null;

  constructor(
    code: AuthorityErrorCode,
    message: string,
    remedy: string,
    options: { cause?: unknown; setting?: SettingProblem | null } = {},
  ) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.remedy = remedy;
    this.setting = options.setting ?? null;
  }

  /**
   * Returns `name`, `code`, `message` and `remedy` as a plain object for logs. Omits `cause`, whose text comes from
   * other packages and may contain secrets.
   */
  toJSON(): Record<string, unknown> {
    const { name, code, message, remedy } = this;
    return { name, code, message, remedy };
  }
}

/**
 * Returns whether a value is an {@link AuthorityError}, including one from another copy of this package.
 *
 * @param value any value, such as a caught error
 */
export function isAuthorityError(value: unknown): value is AuthorityError {
  return value instanceof Error && value.name === BRAND && "code" in value && "remedy" in value;
}
