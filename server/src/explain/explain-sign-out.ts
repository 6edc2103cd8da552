import { isRevokedIdToken } from "../revocations/revocation-list.ts";
import { failed, passed, type TokenCheck } from "./token-report.ts";

/**
 * Checks whether a token was issued after the last sign-out that affects its user in its workspace. Compares the times
 * as the token exchange does.
 *
 * @param issuedAt the token's `iat`
 * @param revokedBefore the time of the last sign-out; null if there was none
 */
export function explainSignOut(issuedAt: unknown, revokedBefore: Date | null): TokenCheck {
  if (revokedBefore === null || !isRevokedIdToken(issuedAt, revokedBefore.getTime())) {
    return passed("sign-out", "The token is newer than any sign-out of its user and workspace.");
  }
  const time = revokedBefore.toISOString();
  if (typeof issuedAt !== "number") {
    return failed(
      "sign-out",
      `The token's user or workspace was signed out at ${time}, and the token has no \`iat\` that proves it is newer.`,
      "Configure the provider to set `iat`.",
    );
  }
  return failed(
    "sign-out",
    `The token is revoked: its user or workspace was signed out at ${time}, after it was issued.`,
    "Sign in again at the auth provider and try the new token.",
  );
}
