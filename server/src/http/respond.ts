import { REALM } from "../../../src/core/protocol.ts";
import type { RefusalAnswer } from "./refusal-answers.ts";

const RETRY_AFTER_SECONDS = "5";

/** The headers of every response that may contain a token (RFC 6749 §5.1). */
export const PRIVATE_HEADERS: Readonly<Record<string, string>> = {
  "Cache-Control": "private, no-store",
  Pragma: "no-cache",
  "X-Content-Type-Options": "nosniff",
};

const TOKEN_HEADERS: Readonly<Record<string, string>> = { "Content-Type": "application/json", ...PRIVATE_HEADERS };

/**
 * Returns a JSON response that caches must not store.
 *
 * The function sets all headers at once, because adding a header to an existing response costs more than a signature
 * check.
 *
 * @param body an object, or a JSON text. A text is sent unchanged.
 * @param extraHeaders further headers. Default: none.
 */
export function respond(
  body: object | string,
  extraHeaders?: Readonly<Record<string, string>>,
  status: 200 | 201 | 202 | 400 | 401 | 413 | 429 | 500 | 503 = 200,
): Response {
  const headers = extraHeaders ? { ...TOKEN_HEADERS, ...extraHeaders } : TOKEN_HEADERS;
  return new Response(typeof body === "string" ? body : JSON.stringify(body), { status, headers });
}

/**
 * Returns the response to a rejected or failed request. In the JSON body, `error` is a text in the hosted cloud's
 * wording, and `code` is stable. `message` repeats `error` unless the answer's `extraFields` contain another message.
 *
 * @param headers further headers. Default: none.
 */
export function refuse(answer: RefusalAnswer, headers?: Readonly<Record<string, string>>): Response {
  const { status, code, error, extraFields } = answer;
  const all = new Headers({ ...PRIVATE_HEADERS, ...headers });
  if (status === 401) all.set("WWW-Authenticate", challenge(answer));
  const { retryAfter = status === 503 ? RETRY_AFTER_SECONDS : null } = extraFields;
  if (retryAfter !== null) all.set("Retry-After", String(retryAfter));
  return Response.json({ error, code, message: error, ...extraFields }, { status, headers: all });
}

/**
 * The codes for a token that was valid before or becomes valid later. The `WWW-Authenticate` header of a response with
 * such a code contains `invalid_token`.
 */
const INVALID_TOKEN = ["token_expired", "token_not_yet_valid", "token_revoked"];

function challenge({ code, error }: RefusalAnswer): string {
  const bare = `Bearer realm="${REALM}"`;
  // RFC 6750 §3.1 forbids an error code in the response to a request without a credential.
  if (!INVALID_TOKEN.includes(code)) return bare;
  return `${bare}, error="invalid_token", error_description="${error}"`;
}
