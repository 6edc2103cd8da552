import type { RefusalAnswer } from "./refusal-answers.ts";
import { respond } from "./respond.ts";

/**
 * Creates the error response to an OAuth token request (RFC 6749 §5.2). If the server rejects the subject token, the
 * field `error` contains `invalid_request` (RFC 8693 §2.2.2).
 */
export function refuseTokenRequest(
  answer: RefusalAnswer,
  pageHeaders: Readonly<Record<string, string>> = {},
): Response {
  const { status, code, error, extraFields } = answer;
  const { message = error, retryAfter = 5 } = extraFields as { message?: string; retryAfter?: number };
  const body = { error: errorOf(answer), error_description: toDescription(message), code };
  switch (status) {
    case 401:
      if (body.error === "invalid_client")
        return respond(body, { ...pageHeaders, "WWW-Authenticate": "Basic" }, status);
      return respond(body, pageHeaders, 400);
    case 429:
    case 503:
      return respond(body, { ...pageHeaders, "Retry-After": String(retryAfter) }, status);
    case 413:
    case 500:
      return respond(body, pageHeaders, status);
    default:
      return respond(body, pageHeaders, 400);
  }
}

function errorOf({ status, code, error }: RefusalAnswer): string {
  if (code === "token_request_refused") return error;
  if (status === 429 || status === 503) return "temporarily_unavailable";
  return status === 500 ? "server_error" : "invalid_request";
}

/**
 * Inserts an apostrophe in place of each character that is invalid in `error_description`. RFC 6749 §5.2 allows
 * printable ASCII except quotation marks and backslashes.
 */
const toDescription = (text: string) => text.replace(/[^\x20-\x7e]|["\\]/g, "'");
