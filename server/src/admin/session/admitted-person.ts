import { hidesText } from "../../base/hiding-text.ts";
import { sha256 } from "../../base/sha256.ts";
import type { OpenIdSettings } from "../../config/read-openid-settings.ts";
import type { AdmittedPerson } from "../../storage/schema.ts";

const MAX_NAME_LENGTH = 60;
const MARK_LENGTH = 8;

/** The hash under which a session keeps an address of `OpenIdSettings.emails`. */
export const hashOfEmail = (email: string): string => sha256(email);

/**
 * Returns whether the settings of now would admit a person of an earlier sign-in: the same provider, the required claim among what was
 * present, and still on a list where there are lists.
 *
 * @param settings null where no provider is configured
 */
export function isStillAdmitted(person: AdmittedPerson, settings: OpenIdSettings | null): boolean {
  if (settings === null || person.issuer !== settings.issuer) return false;
  const { subjects, emails, claim } = settings;
  if (claim !== null && (person.claim?.name !== claim.name || person.claim.value !== claim.value)) return false;
  if (subjects.length + emails.length === 0) return claim !== null;
  return subjects.includes(person.subject) || emails.some((email) => hashOfEmail(email) === person.emailHash);
}

/**
 * Returns what the audit log and the dashboard call a person: the display name and a mark of the `sub`, such as `Ada Lovelace #k3vQ9a_B`.
 * People can choose a display name, even that of a colleague; the mark tells them apart. An address is never a name, nor is the `sub`,
 * which some providers make of an address.
 *
 * @param displayName the claim `name`, as it came
 */
export function nameOfPerson(subject: string, displayName: unknown): string {
  const mark = `#${sha256(subject).slice(0, MARK_LENGTH)}`;
  const name = typeof displayName === "string" ? displayName.normalize("NFC").trim().replace(/\s+/gu, " ") : "";
  if (name === "" || name.includes("@") || hidesText(name)) return mark;
  return `${[...name].slice(0, MAX_NAME_LENGTH).join("")} ${mark}`;
}
