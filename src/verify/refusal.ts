import { REALM } from "../core/protocol.ts";
import type { TokenVerificationError } from "./token-verification-error.ts";

/** The answer to a request without a valid workspace token, in parts that any server can send. */
export interface Refusal {
  readonly status: 401 | 503;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON: `{ error, code, message }`. */
  readonly body: string;
}

/** Makes the answer: 401 with the challenge of RFC 6750 §3, or 503 when the issuer's keys cannot be fetched. */
export function refusalOf({ code, status, message }: TokenVerificationError): Refusal {
  const reason = status === 503 ? { "Retry-After": "5" } : { "WWW-Authenticate": challenge(code, message) };
  return {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store", ...reason },
    body: JSON.stringify({ error: message, code, message }),
  };
}

function challenge(code: string, message: string): string {
  const bare = `Bearer realm="${REALM}"`;
  // Who sent no credential is told no error (RFC 6750 §3.1).
  return code === "missing_token" ? bare : `${bare}, error="invalid_token", error_description="${message}"`;
}
