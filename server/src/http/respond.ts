import { REALM } from "../../../src/core/protocol.ts";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";
import { isAuthorityError } from "../base/authority-error.ts";
import { faultOfToken, faults, HttpFault } from "./http-fault.ts";

const RETRY_AFTER_SECONDS = "5";

/** What every answer that may hold a token carries (RFC 6749 §5.1). */
export const PRIVATE_HEADERS: Readonly<Record<string, string>> = {
  "Cache-Control": "private, no-store",
  Pragma: "no-cache",
  "X-Content-Type-Options": "nosniff",
};

const TOKEN_HEADERS: Readonly<Record<string, string>> = { "Content-Type": "application/json", ...PRIVATE_HEADERS };

/** The answer to a caller who was let in. Made at once: headers that are added to an answer later cost more than a signature check. */
export function respond(body: object, more?: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(body), { headers: more ? { ...TOKEN_HEADERS, ...more } : TOKEN_HEADERS });
}

/** Turns whatever was thrown into the refusal that the caller sees: never the thrown text, unless it is a refusal itself. */
export function toFault(error: unknown): HttpFault {
  if (error instanceof HttpFault) return error;
  if (error instanceof TokenRefusal) return faultOfToken(error);
  if (isAuthorityError(error) && error.code === "storage_unreachable") return faults.storageAway();
  return faults.internal();
}

/**
 * The response of a refusal: `error` in the hosted cloud's wording, beside it a stable `code` and a `message`.
 *
 * @param more further headers
 */
export function faultResponse(fault: HttpFault, more?: Readonly<Record<string, string>>): Response {
  const headers = new Headers({ ...PRIVATE_HEADERS, ...more });
  if (fault.status === 401) headers.set("WWW-Authenticate", challenge(fault));
  const { retryAfter = fault.status === 503 ? RETRY_AFTER_SECONDS : null } = fault.extra;
  if (retryAfter !== null) headers.set("Retry-After", String(retryAfter));
  const body = { error: fault.error, code: fault.code, message: fault.message, ...fault.extra };
  return Response.json(body, { status: fault.status, headers });
}

function challenge(fault: HttpFault): string {
  const bare = `Bearer realm="${REALM}"`;
  // Who sent no credential is told no error (RFC 6750 §3.1).
  if (!fault.code.startsWith("token_")) return bare;
  return `${bare}, error="invalid_token", error_description="${fault.error}"`;
}
