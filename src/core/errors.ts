/**
 * Every reason for which this package can fail, as a closed union to switch on.
 *
 * - `unauthenticated`: the app's own backend, or the cloud, says that nobody is signed in.
 * - `source_failed`: the token source threw, or answered with an unexpected status.
 * - `source_timeout`: the token source did not settle before its deadline.
 * - `network`: a request could not be sent or its answer not read.
 * - `offline`: the same, while the browser reports that it is offline.
 * - `rate_limited`: the server answered 429; see `retryAt`.
 * - `rejected`: the server refused the credential (401 or 403). An exchange is retried while the provider returns new tokens.
 * - `exchange_failed`: the exchange of a provider token did not give a workspace token.
 * - `invalid_token`: what the source returned is not a workspace token.
 * - `expired_token`: the token has expired and no newer one can be had.
 * - `identity_mismatch`: the token belongs to another user or workspace than expected.
 * - `circuit_open`: too many failures in a row; no call is made before `retryAt`.
 * - `superseded`: the user or workspace changed while the call was under way.
 * - `interaction_required`: the auth provider wants to see the user: consent, multi-factor, a pending task.
 * - `signed_out`: the token source returned `null`.
 * - `disposed`: the engine or its provider is gone.
 * - `configuration`: a mistake in the code or settings; retrying cannot help.
 */
export type AssistantCloudAuthErrorCode =
  | "unauthenticated"
  | "source_failed"
  | "source_timeout"
  | "network"
  | "offline"
  | "rate_limited"
  | "rejected"
  | "exchange_failed"
  | "invalid_token"
  | "expired_token"
  | "identity_mismatch"
  | "circuit_open"
  | "superseded"
  | "interaction_required"
  | "signed_out"
  | "disposed"
  | "configuration";

const remedies: Record<AssistantCloudAuthErrorCode, string> = {
  unauthenticated: "Sign the user in again, then retry.",
  source_failed: "Check `cause` and correct the token source; the engine retries by itself.",
  source_timeout:
    "Make the source faster or raise `sourceTimeoutMs`. It must not use `getToken()` or an authorized fetch: they wait for it.",
  network: "Check the connection, `baseUrl`, and which origins and headers (such as `traceparent`) the server allows.",
  offline: "Go online; the token is renewed by itself.",
  rate_limited: "Wait until `retryAt`.",
  rejected: "Check that an auth rule matches the token's issuer, audience and algorithm.",
  exchange_failed: "Check `baseUrl` and the server's log.",
  invalid_token: "Return the bare workspace token, a JWT, from the token source.",
  expired_token: "Make the token source return a new token, not a cached one.",
  identity_mismatch: "Give the token source a `key` that names user and organization.",
  circuit_open: "Correct the failure in `cause`; retry by hand or wait until `retryAt`.",
  superseded: "Ask again; the new user's token is on its way.",
  interaction_required: "Sign the user in again by the provider's popup or redirect.",
  signed_out: "Sign in first.",
  disposed: "Use an engine or provider that is still mounted.",
  configuration: "Correct the code or setting that the message names.",
};

const permanent: ReadonlySet<AssistantCloudAuthErrorCode> = new Set([
  "unauthenticated",
  "rejected",
  "identity_mismatch",
  "superseded",
  "interaction_required",
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
  remedy?: string;
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

  constructor(code: AssistantCloudAuthErrorCode, message: string, options: AssistantCloudAuthErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.retryable = options.retryable ?? !permanent.has(code);
    this.remedy = options.remedy ?? remedies[code];
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
