import type { AssistantCloudAuthError, AssistantCloudAuthErrorCode } from "../core/errors.ts";

/** The headers of every response of the token route. */
export const COMMON_HEADERS = { "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff" };

/** The status and message for the browser, by error code. A message never contains settings, ids or secrets. */
const failures: Partial<Record<AssistantCloudAuthErrorCode, { status: number; error: string }>> = {
  rejected: { status: 502, error: "The token service refused this server" },
  identity_mismatch: { status: 502, error: "The token service returned a token for another user" },
  network: { status: 503, error: "The token service cannot be reached" },
  rate_limited: { status: 429, error: "Too many tokens were requested" },
};
const unexpected = { status: 500, error: "The token route failed" };

/** Returns a response with the token as plain text or as `{ token }`. */
export function tokenResponse(token: string, asJson: boolean): Response {
  const headers = { ...COMMON_HEADERS, Vary: "Accept" };
  return asJson
    ? Response.json({ token }, { headers })
    : new Response(token, { headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" } });
}

/** Returns the response that refuses a request, with the body `{ error, code }`. */
export function refusalResponse(
  status: number,
  code: AssistantCloudAuthErrorCode,
  error: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json({ error, code }, { status, headers: { ...COMMON_HEADERS, ...headers } });
}

/** Returns the response that reports an error to the browser, with the body `{ error, code }`. */
export function failureResponse(error: AssistantCloudAuthError): Response {
  const outage = { status: error.retryable ? 503 : 502, error: "The token service failed" };
  const { status, error: message } = error.code === "exchange_failed" ? outage : (failures[error.code] ?? unexpected);
  const seconds = error.retryAfterMs === null ? null : Math.max(1, Math.ceil(error.retryAfterMs / 1000));
  return refusalResponse(status, error.code, message, seconds === null ? {} : { "Retry-After": String(seconds) });
}
