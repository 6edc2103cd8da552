import type { AssistantCloudAuthErrorCode } from "./error-code.ts";
import { remedyFor } from "./remedies.ts";

export type { AssistantCloudAuthErrorCode } from "./error-code.ts";

const DOCS_URL = "https://github.com/assistant-cloud-auth/assistant-cloud-auth/blob/main/docs";
/** Has a section for each code. */
const ERRORS_PAGE = `${DOCS_URL}/errors.md`;

/** Returns the address of a code's documentation. */
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

/** What may be said about an error beyond its code and message. */
export interface AssistantCloudAuthErrorOptions {
  /** The error or value that led here. Never copied into the message. */
  cause?: unknown;
  /** Whether trying again can help. Default: by code. */
  retryable?: boolean;
  /** What the reader can do about it. Default: by code. */
  remedy?: string | undefined;
  /** Until when the token held before the failure stays usable, on this machine's clock. Default: null. */
  usableUntil?: Date | null;
  /** How long the server asked to be left alone, in milliseconds. Default: null, it did not say. */
  retryAfterMs?: number | null;
  /** Before this moment no further attempt is made. Default: null. */
  retryAt?: Date | null;
}

const BRAND = "AssistantCloudAuthError";

/**
 * The one error class of this package: switch on `code`, read `remedy` and `cause`. All texts
 * are for developers; `authErrorMessage` has the words for end users.
 *
 * Bundlers that know the `production` condition take a build without these texts: there `message` is the code,
 * and `remedy` the address of the code's documentation.
 *
 * Messages, `toJSON()` and `remedy` never hold a token, a key or an e-mail address. What a third
 * party put into `cause` is not checked.
 */
export class AssistantCloudAuthError extends Error {
  override readonly name = BRAND;
  /** The reason, from a closed union. */
  readonly code: AssistantCloudAuthErrorCode;
  /** Whether trying again later, with nothing changed, can help. */
  readonly retryable: boolean;
  /** One sentence on what to do. */
  readonly remedy: string;
  /** Until when the previous token stays usable; null when there is none. */
  readonly usableUntil: Date | null;
  /** How long the server asked to be left alone, in milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** When the engine makes its next attempt at the earliest; null when at once or never. */
  readonly retryAt: Date | null;

  constructor(code: AssistantCloudAuthErrorCode, message?: string, options: AssistantCloudAuthErrorOptions = {}) {
    super(message ?? code, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryable = options.retryable ?? !permanent.has(code);
    this.remedy = options.remedy ?? remedyFor(code) ?? `See ${documentationOf(code)}`;
    this.usableUntil = options.usableUntil ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.retryAt = options.retryAt ?? null;
  }

  /** The error for logs and events: without `cause`, which third parties fill. */
  toJSON(): Record<string, unknown> {
    const { name, code, message, retryable, remedy, usableUntil, retryAfterMs, retryAt } = this;
    return { name, code, message, retryable, remedy, usableUntil, retryAfterMs, retryAt };
  }
}

/**
 * Tells whether a value is an {@link AssistantCloudAuthError}, also one from another copy of this package.
 *
 * @param value anything, such as what a `catch` received
 */
export function isAssistantCloudAuthError(value: unknown): value is AssistantCloudAuthError {
  return value instanceof Error && value.name === BRAND && "code" in value;
}
