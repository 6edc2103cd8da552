import { REALM } from "../core/protocol.ts";
import type { TokenVerificationError } from "./token-verification-error.ts";

/** The response to a request without a valid workspace token, in a form that any server can send. */
export interface Refusal {
  readonly status: 401 | 503;
  readonly headers: Readonly<Record<string, string>>;
  /** The body, as JSON: `{ error, code, message }`. */
  readonly body: string;
}

/**
 * Returns the response to a request that a guard refuses. The status is 503 if keys or revocations cannot be fetched.
 * Otherwise, the response is a 401 with the challenge of RFC 6750 §3.
 */
export function refusalOf({ code, status, message }: TokenVerificationError): Refusal {
  const reason: Record<string, string> =
    status === 503 ? { "Retry-After": "5" } : { "WWW-Authenticate": challenge(code, message) };
  return {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...reason },
    body: JSON.stringify({ error: message, code, message }),
  };
}

function challenge(code: string, message: string): string {
  const bare = `Bearer realm="${REALM}"`;
  // A challenge to a request without a credential contains no error (RFC 6750 §3.1).
  return code === "missing_token" ? bare : `${bare}, error="invalid_token", error_description="${message}"`;
}
