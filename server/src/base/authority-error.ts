/**
 * Every fault of settings, storage and start-up, as a closed union to switch on.
 *
 * - `invalid_setting`: an option or environment variable is wrong.
 * - `invalid_rule`: an auth rule is wrong, such as a bad JWKS URL.
 * - `invalid_key`: an API key's name or expiry is wrong.
 * - `storage_locked`: another process holds the database folder.
 * - `storage_unreachable`: the database does not answer, or refused.
 * - `storage_newer`: the database was written by a newer version of this package.
 * - `secret_mismatch`: the private signing keys cannot be opened with this secret.
 * - `server_failed`: the server that holds the folder did not carry out a command.
 * - `version_mismatch`: that server has another version than the command.
 * - `port_in_use`: another program listens on the port.
 * - `not_found`: no such key or rule.
 * - `provider_failed`: the OpenID provider of the dashboard's sign-in does not answer, or refused.
 * - `token_refused`: the token that was to be tested would not be exchanged.
 * - `conflict`: it was changed by somebody else since it was read.
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

/** The setting that was refused. `problem` is a clause, such as "must not be empty". */
export interface SettingProblem {
  readonly field: string;
  readonly problem: string;
}

const BRAND = "AuthorityError";

/**
 * A fault of the authority's settings, storage or start-up: switch on `code`, show `message` and `remedy`, look at `cause`.
 *
 * Decide by `code` and `setting` alone: the sentences may change in any version.
 */
export class AuthorityError extends Error {
  override readonly name = BRAND;
  /** The reason, from a closed union. */
  readonly code: AuthorityErrorCode;
  /** One sentence on what to do. */
  readonly remedy: string;
  /** The setting that an `invalid_…` error is about; null for other codes, and if no single setting is wrong. */
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

  /** The error for logs: without `cause`, which third parties fill. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, remedy } = this;
    return { name, code, message, remedy };
  }
}

/**
 * Tells whether a value is an {@link AuthorityError}, also one from another copy of this package.
 *
 * @param value anything, such as what a `catch` received
 */
export function isAuthorityError(value: unknown): value is AuthorityError {
  return value instanceof Error && value.name === BRAND && "code" in value && "remedy" in value;
}
