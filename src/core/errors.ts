import type { AssistantCloudAuthErrorCode } from "./error-code.ts";
import { remedyFor } from "./remedies.ts";

export type { AssistantCloudAuthErrorCode } from "./error-code.ts";

const DOCS_URL = "https://github.com/assistant-cloud-auth/assistant-cloud-auth/blob/main/docs";
/** The documentation page with a section for each error code. */
const ERRORS_PAGE = `${DOCS_URL}/errors.md`;

/** Returns the address of an error code's documentation. */
export function documentationOf(code: AssistantCloudAuthErrorCode): string {
  return `${ERRORS_PAGE}#${code}`;
}

const permanent: ReadonlySet<AssistantCloudAuthErrorCode> = new Set([
  "unauthenticated",
  "rejected",
  "identity_mismatch",
  "superseded",
  "interaction_required",
  "token_revoked",
  "signed_out",
  "disposed",
  "configuration",
]);

/** Optional fields of an {@link AssistantCloudAuthError}. */
export interface AssistantCloudAuthErrorOptions {
  /** The error or value that caused this error. Never copied into the message. Default: none. */
  cause?: unknown;
  /**
   * Whether a retry can succeed without a change by the developer or the user. Default: depends on `code`. For example,
   * the default is false for `configuration` and `signed_out`, and true for `network`.
   */
  retryable?: boolean;
  /** One sentence for developers on how to fix the error. Default: the remedy for the code. */
  remedy?: string | undefined;
  /** When the previous token expires, on the local clock; null if no token is usable. Default: null. */
  usableUntil?: Date | null;
  /**
   * The delay that the server requested with `Retry-After`, in milliseconds; null if it requested none. Default: null.
   */
  retryAfterMs?: number | null;
  /**
   * The earliest time of the engine's next attempt; null if it may start at once, or if no attempt follows. Default:
   * null.
   */
  retryAt?: Date | null;
}

const BRAND = "AssistantCloudAuthError";

/**
 * The error class of this package. Switch on `code`. `message` and `remedy` are for developers; `authErrorMessage`
 * returns the text for end users.
 *
 * Bundlers that set the `production` condition use a build without the texts for developers. In that build, the
 * error's `message` is the code, and `remedy` contains the URL of the code's documentation.
 *
 * `message`, `remedy` and `toJSON()` never contain a token, a key or an e-mail address. `cause` may come from a third
 * party and is not checked.
 */
export class AssistantCloudAuthError extends Error {
  override readonly name = BRAND;
  /** The reason for the failure, from a closed union. */
  declare readonly code: AssistantCloudAuthErrorCode;
  /** Whether a retry can succeed without a change by the developer or the user. */
  declare readonly retryable: boolean;
  /** One sentence for developers on how to fix the error. */
  declare readonly remedy: string;
  /** When the previous token expires, on the local clock; null when no token is usable. */
  declare readonly usableUntil: Date | null;
  /** The delay that the server requested with `Retry-After`, in milliseconds; null when it requested none. */
  declare readonly retryAfterMs: number | null;
  /**
   * The earliest time of the engine's next attempt. Null if the attempt may start at once, or if the engine makes none.
   */
  declare readonly retryAt: Date | null;

  /**
   * Creates an error.
   *
   * @param code the reason for the failure. The code also sets the defaults of the options
   * @param message the problem, for developers. Default: the code
   * @param options further fields. Default: none
   */
  constructor(code: AssistantCloudAuthErrorCode, message?: string, options: AssistantCloudAuthErrorOptions = {}) {
    super(message ?? code, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryable = options.retryable ?? !permanent.has(code);
    this.remedy = options.remedy ?? remedyFor(code) ?? `See ${documentationOf(code)}`;
    this.usableUntil = options.usableUntil ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.retryAt = options.retryAt ?? null;
  }

  /** Returns the fields for logs and events, without `cause`, which may contain third-party data. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, retryable, remedy, usableUntil, retryAfterMs, retryAt } = this;
    return { name, code, message, retryable, remedy, usableUntil, retryAfterMs, retryAt };
  }
}

/**
 * Returns whether a value is an {@link AssistantCloudAuthError}, including one from another copy of this package.
 *
 * @param value any value, such as a caught error
 */
export function isAssistantCloudAuthError(value: unknown): value is AssistantCloudAuthError {
  return value instanceof Error && value.name === BRAND && "code" in value;
}
