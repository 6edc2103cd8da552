import { type OpenIdSettings, toAsciiLowerCase } from "../../config/read-openid-settings.ts";
import { readClaim } from "../../jwt/read-claim.ts";
import type { AdmittedPerson } from "../../storage/schema.ts";
import { hashOfEmail, nameOfPerson } from "../session/admitted-person.ts";

/** The claims of a user whom the provider has signed in. */
export type OpenIdClaims = Readonly<Record<string, unknown>>;

/**
 * Returns whether a user with these claims may sign in. If the settings require a claim, the user must have that claim.
 * If the settings contain a list of users, the list must contain the user's `sub` or verified email address. If the
 * settings contain neither a claim nor a list, no user may sign in.
 */
export function isAdmitted(claims: OpenIdClaims, { subjects, emails, claim }: OpenIdSettings): boolean {
  if (claim !== null && !claimIncludes(readClaim(claims, claim.name), claim.value)) return false;
  if (subjects.length + emails.length === 0) return claim !== null;
  const { sub } = claims;
  return (typeof sub === "string" && subjects.includes(sub)) || findListedEmail(claims, emails) !== null;
}

/**
 * Returns what a session stores about an admitted user. If the settings require a claim, the result contains that
 * claim. If the settings contain the user's email address, the result contains the hash of that address. Call this
 * function only after {@link isAdmitted} has returned true.
 */
export function toAdmittedPerson(claims: OpenIdClaims, { issuer, emails, claim }: OpenIdSettings): AdmittedPerson {
  const subject = String(claims["sub"]);
  const email = findListedEmail(claims, emails);
  return {
    issuer,
    subject,
    name: nameOfPerson(subject, claims["name"]),
    emailHash: email === null ? null : hashOfEmail(email),
    claim,
  };
}

function findListedEmail(
  { email, email_verified: isVerified }: OpenIdClaims,
  emails: readonly string[],
): string | null {
  if (isVerified !== true || typeof email !== "string") return null;
  return emails.find((listed) => listed === toAsciiLowerCase(email)) ?? null;
}

/**
 * Merges the claims of the ID token and of the UserInfo endpoint. If both sources contain the same claim, the result
 * contains the ID token's value. `email` and `email_verified` come from the same source, because the two sources may
 * contain different addresses.
 */
export function joinClaims(idToken: OpenIdClaims, userInfo: OpenIdClaims): OpenIdClaims {
  const { email, email_verified } = Object.hasOwn(idToken, "email") ? idToken : userInfo;
  return { ...userInfo, ...idToken, email, email_verified };
}

function claimIncludes(value: unknown, expected: string): boolean {
  if (Array.isArray(value)) return value.some((each) => typeof each !== "object" && claimIncludes(each, expected));
  return ["string", "number", "boolean"].includes(typeof value) && String(value) === expected;
}
