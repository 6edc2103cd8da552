import { sha256 } from "../../base/sha256.ts";
import { isUnsafeText } from "../../base/unsafe-text.ts";
import type { OpenIdSettings } from "../../config/read-openid-settings.ts";
import type { AdmittedPerson } from "../../storage/schema.ts";

const MAX_NAME_LENGTH = 60;
const SUFFIX_LENGTH = 8;

/** Returns the hash of an email address. A session stores this hash instead of the address. */
export const hashOfEmail = (email: string): string => sha256(email);

/**
 * Returns whether the current settings would still admit a user who has signed in. The provider must be unchanged. If
 * the settings require a claim, the settings at the sign-in must have required the same claim. If the settings contain
 * a list of users, the list must contain the user. If the settings contain neither a claim nor a list, returns false.
 *
 * @param settings null if no provider is configured
 */
export function isStillAdmitted(person: AdmittedPerson, settings: OpenIdSettings | null): boolean {
  if (settings === null || person.issuer !== settings.issuer) return false;
  const { subjects, emails, claim } = settings;
  if (claim !== null && (person.claim?.name !== claim.name || person.claim.value !== claim.value)) return false;
  if (subjects.length + emails.length === 0) return claim !== null;
  return subjects.includes(person.subject) || emails.some((email) => hashOfEmail(email) === person.emailHash);
}

/**
 * Returns a user's name for the audit log and the dashboard, for example `Ada Lovelace #k3vQ9a_B`. The name consists of
 * the display name and a hash of the `sub`. Users can choose any display name, even a colleague's. The hash
 * distinguishes users with the same display name. The returned name contains a hash instead of the `sub`, because some
 * providers derive the `sub` from an email address.
 *
 * Returns only the hash if the display name is missing, contains `@`, or contains unsafe characters. The returned name
 * therefore never contains an email address.
 *
 * @param displayName the `name` claim, not validated
 */
export function nameOfPerson(subject: string, displayName: unknown): string {
  const suffix = `#${sha256(subject).slice(0, SUFFIX_LENGTH)}`;
  const name = typeof displayName === "string" ? displayName.normalize("NFC").trim().replace(/\s+/gu, " ") : "";
  if (name === "" || name.includes("@") || isUnsafeText(name)) return suffix;
  return `${[...name].slice(0, MAX_NAME_LENGTH).join("")} ${suffix}`;
}
