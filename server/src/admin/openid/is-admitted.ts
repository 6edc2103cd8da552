import { type OpenIdSettings, toAsciiLowerCase } from "../../config/read-openid-settings.ts";
import { readClaim } from "../../jwt/read-claim.ts";
import type { AdmittedPerson } from "../../storage/schema.ts";
import { hashOfEmail, nameOfPerson } from "../session/admitted-person.ts";

/** Claims of somebody whom the provider has signed in. */
export type OpenIdClaims = Readonly<Record<string, unknown>>;

/** Tells whether the person of these claims may enter: in one of the lists where there are any, and with the claim where one is required. */
export function isAdmitted(claims: OpenIdClaims, { subjects, emails, claim }: OpenIdSettings): boolean {
  if (claim !== null && !holds(readClaim(claims, claim.name), claim.value)) return false;
  if (subjects.length + emails.length === 0) return claim !== null;
  const { sub } = claims;
  return (typeof sub === "string" && subjects.includes(sub)) || listedEmail(claims, emails) !== null;
}

/** The person of claims that {@link isAdmitted}, with the grounds on which they may. */
export function toPerson(claims: OpenIdClaims, { issuer, emails, claim }: OpenIdSettings): AdmittedPerson {
  const subject = String(claims["sub"]);
  const email = listedEmail(claims, emails);
  return {
    issuer,
    subject,
    name: nameOfPerson(subject, claims["name"]),
    emailHash: email === null ? null : hashOfEmail(email),
    claim,
  };
}

function listedEmail({ email, email_verified: isVerified }: OpenIdClaims, emails: readonly string[]): string | null {
  if (isVerified !== true || typeof email !== "string") return null;
  return emails.find((listed) => listed === toAsciiLowerCase(email)) ?? null;
}

/**
 * The claims of the ID token, and what the UserInfo endpoint tells besides. An address and whether it is verified are taken from the
 * same place: of two different addresses only one may be.
 */
export function joinClaims(idToken: OpenIdClaims, userInfo: OpenIdClaims): OpenIdClaims {
  const { email, email_verified } = Object.hasOwn(idToken, "email") ? idToken : userInfo;
  return { ...userInfo, ...idToken, email, email_verified };
}

function holds(given: unknown, wanted: string): boolean {
  if (Array.isArray(given)) return given.some((each) => typeof each !== "object" && holds(each, wanted));
  return ["string", "number", "boolean"].includes(typeof given) && String(given) === wanted;
}
