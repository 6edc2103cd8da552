import { TokenRefusal } from "./token-refusal.ts";

const TOLERANCE_SECONDS = 5;
const MAX_LIFETIME_SECONDS = 86_400;

/**
 * Checks `exp`, `nbf` and `iat` (RFC 7519 §4.1) with a tolerance of 5 seconds. Only `exp` is required. Also checks that
 * the token's lifetime is at most a day. Without `iat`, the function measures the lifetime from now. The times may have
 * fractions (RFC 7519 §2).
 *
 * @param nowMs the wall clock, in milliseconds since the epoch
 * @throws {@link TokenRefusal} `token_expired`, `token_not_yet_valid`, or `token_invalid`. The last code is for a
 *   missing `exp`, a malformed time, or a lifetime of more than a day.
 */
export function checkTimes(payload: Readonly<Record<string, unknown>>, nowMs: number): void {
  const now = nowMs / 1000;
  const expiresAt = readSeconds(payload, "exp");
  const notBefore = readSeconds(payload, "nbf");
  const issuedAt = readSeconds(payload, "iat");
  if (expiresAt === null) throw new TokenRefusal("token_invalid");
  if (expiresAt + TOLERANCE_SECONDS <= now) throw new TokenRefusal("token_expired");
  if ((notBefore ?? 0) > now + TOLERANCE_SECONDS) throw new TokenRefusal("token_not_yet_valid");
  if ((issuedAt ?? 0) > now + TOLERANCE_SECONDS) throw new TokenRefusal("token_not_yet_valid");
  if (expiresAt - (issuedAt ?? now) > MAX_LIFETIME_SECONDS) throw new TokenRefusal("token_invalid");
}

function readSeconds(payload: Readonly<Record<string, unknown>>, claim: string): number | null {
  if (!Object.hasOwn(payload, claim)) return null;
  const value = payload[claim];
  // Beyond the safe integers, a number cannot represent every second.
  if (typeof value !== "number" || !(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
    throw new TokenRefusal("token_invalid");
  }
  return value;
}
