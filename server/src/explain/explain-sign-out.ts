import { isRevokedIdToken } from "../revocations/revocation-list.ts";
import { failed, passed, type TokenCheck } from "./token-report.ts";

/**
 * Checks `iat` against the last sign-out of the token's user and workspace, as the exchange does.
 *
 * @param revokedBefore the moment of that sign-out; null without one
 */
export function explainSignOut(issuedAt: unknown, revokedBefore: Date | null): TokenCheck {
  if (revokedBefore === null || !isRevokedIdToken(issuedAt, revokedBefore.getTime())) {
    return passed("sign-out", "It is newer than any sign-out of its user and workspace.");
  }
  const moment = revokedBefore.toISOString();
  if (typeof issuedAt !== "number") {
    return failed(
      "sign-out",
      `Its user or workspace was signed out at ${moment}, and it has no \`iat\` that proves it is newer.`,
      "Have the provider set `iat`.",
    );
  }
  return failed(
    "sign-out",
    `It is revoked: its user or workspace was signed out at ${moment}, after it was issued.`,
    "Sign in again at the auth provider and try the new token.",
  );
}
