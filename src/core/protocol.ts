// The paths of the API's routes, relative to the base URL.
export const MINT_PATH = "/v1/auth/tokens";
export const EXCHANGE_PATH = "/v1/auth/tokens/exchange";
export const ANONYMOUS_PATH = "/v1/auth/tokens/anonymous";
export const REFRESH_PATH = "/v1/auth/tokens/refresh";
export const CLAIM_PATH = "/v1/threads/claim";
/** The path of the route for OAuth 2.0 token exchange (RFC 8693). */
export const OAUTH_TOKEN_PATH = "/oauth/token";
/** The path of the route that revokes users' tokens. The route requires an API key. */
export const REVOCATIONS_PATH = "/v1/auth/revocations";
// Bundlers do not drop an unused template literal that contains a variable, so repeat the whole path.
export const REVOCATION_LIST_PATH = "/v1/auth/revocations/list";
/** The path of the route that receives security events from identity providers (RFC 8935). */
export const SECURITY_EVENTS_PATH = "/v1/auth/security-events";
/**
 * The path of the request that exchanges an ID token if the server has no exchange route. This request is the cheapest
 * that every authenticated caller may send.
 */
export const PROBE_PATH = "/v1/threads?limit=1";

/** The request header that names the workspace in a call with an API key. */
export const WORKSPACE_ID_HEADER = "Aui-Workspace-Id";
/** The request header that names the user in a call with an API key. */
export const USER_ID_HEADER = "Aui-User-Id";

/** The prefix of every API key. A value with this prefix must never reach a browser. */
export const API_KEY_PREFIX = "sk_aui_proj_";

/** The default lifetime of a workspace token, `exp` minus `iat`, in seconds. */
export const WORKSPACE_TOKEN_LIFETIME_SECONDS = 300;
/** The `nbf` of a workspace token is this many seconds before its `iat`. */
export const WORKSPACE_TOKEN_NOT_BEFORE_SECONDS = 10;

/** The `typ` of a workspace token, which prevents confusion with other JWTs (RFC 8725 §3.11). */
export const WORKSPACE_TOKEN_TYPE = "aui-workspace+jwt";

/** The longest accepted token in a header, in characters. An ID token in the body of an exchange may be longer. */
export const MAX_TOKEN_LENGTH = 8192;

/** The form field of an exchange that contains the ID token (RFC 8693 §2.1). */
export const SUBJECT_TOKEN = "subject_token";
/** The longest accepted form body of an exchange, in bytes. */
export const MAX_EXCHANGE_BODY_BYTES = 32 * 1024;

/** The longest ID token that can be exchanged, in characters. */
export const MAX_ID_TOKEN_LENGTH = MAX_EXCHANGE_BODY_BYTES - SUBJECT_TOKEN.length - 1;

/** The realm in `WWW-Authenticate` challenges (RFC 7235 §2.2). */
export const REALM = "assistant-cloud";

/**
 * An error body that clients recognize. assistant-cloud-server sends `code`. The hosted cloud sends no `code`, so
 * clients compare the exact text of `error`.
 */
interface WireRefusal {
  readonly code: string;
  readonly error: string;
}

export const TOKEN_EXPIRED = { code: "token_expired", error: "JWT token has expired" } as const;
export const TOKEN_REVOKED = { code: "token_revoked", error: "The token has been revoked" } as const;
export const USER_ID_HEADER_INVALID = { code: "user_id_header_invalid", error: "Invalid Aui-User-Id header" } as const;
export const WORKSPACE_ID_HEADER_INVALID = {
  code: "workspace_id_header_invalid",
  error: "Invalid Aui-Workspace-Id header",
} as const;
export const ORIGIN_MISMATCH = { code: "origin_mismatch", error: "Origin does not match project ID" } as const;

/** Returns a member of a parsed JSON body; undefined if the body is not an object with that member. */
export function readMember(body: unknown, name: "code" | "error" | "token"): unknown {
  return (body as Record<string, unknown> | null | undefined)?.[name];
}

/**
 * Returns whether an error body reports the given refusal. If the body has a `code`, the function compares the codes.
 * Otherwise it compares the exact text of `error`.
 */
export function isWireRefusal(body: unknown, { code, error }: WireRefusal): boolean {
  const given = readMember(body, "code");
  return given === undefined ? readMember(body, "error") === error : given === code;
}

/** Returns the token in a parsed body `{ token }`; null when the body has another shape. */
export function readTokenBody(body: unknown): string | null {
  const token = readMember(body, "token");
  return typeof token === "string" ? token : null;
}

/** Returns the token in a `Bearer <token>` header value; null when the header is absent or has another form. */
export function readBearer(value: string | null | undefined): string | null {
  return /^Bearer ([^\s,]+)$/i.exec(value ?? "")?.[1] ?? null;
}

/**
 * Returns the delay in a `Retry-After` header (RFC 9110 §10.2.3), which is a number of seconds or a date.
 *
 * @param value the header's value
 * @param wallNow the local wall clock, in milliseconds since the epoch
 * @returns milliseconds from now, from 0 to one day; null when the header is absent or malformed
 */
export function readRetryAfterMs(value: string | null, wallNow: number): number | null {
  if (!value) return null;
  // Date.parse accepts "1.5" and "-5" as dates, so require the weekday that every HTTP date begins with.
  const ms = /^\s*\d+\s*$/.test(value)
    ? Number(value) * 1000
    : (/^[A-Z][a-z]+,? /.test(value) ? Date.parse(value) : Number.NaN) - wallNow;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), 86_400_000);
}

/**
 * Returns the server's reason from an error body `{ error }`; null when the reason is missing or not safe to show.
 *
 * The reason is the text before the first colon. It is safe to show only if it consists of plain words. Digits, `@` and
 * the text after a colon may be part of an id, a token or an address.
 */
export function readErrorReason(body: unknown): string | null {
  const error = readMember(body, "error");
  return typeof error === "string" ? (/^[A-Za-z ,.'"-]{3,80}(?=:|$)/.exec(error)?.[0] ?? null) : null;
}
