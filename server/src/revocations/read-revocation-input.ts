import { findIdFault } from "../../../src/core/ids.ts";
import type { AuthorityError } from "../base/authority-error.ts";
import { settingRefusal } from "../base/setting-refusal.ts";
import { REVOCATION_KINDS, type RevocationInput, type RevocationKind } from "./revocation.ts";

/** How far `issuedBefore` may be in the future, in milliseconds. The caller's clock may be ahead. */
const MAX_LEAD_MS = 60_000;

/**
 * Validates the input of a revocation and fills in the defaults. If `issuedBefore` is up to a minute in the future,
 * uses the current time instead. Throws `invalid_setting` for invalid input.
 *
 * @param now the wall clock, in milliseconds since the epoch
 * @returns the complete input; `subject` is empty for the whole project
 */
export function readRevocationInput(
  { kind, subject, issuedBefore }: RevocationInput,
  now: number,
): { kind: RevocationKind; subject: string; issuedBefore: Date } {
  if (!REVOCATION_KINDS.includes(kind)) throw invalid("kind", `must be one of ${REVOCATION_KINDS.join(", ")}`);
  if (kind === "project" && subject !== undefined) throw invalid("subject", "must be omitted for the whole project");
  const fault = kind === "project" ? null : findIdFault(subject);
  if (fault !== null) throw invalid("subject", fault);
  const moment = issuedBefore === undefined ? now : issuedBefore instanceof Date ? issuedBefore.getTime() : Number.NaN;
  if (!(moment >= 0 && moment <= now + MAX_LEAD_MS)) {
    throw invalid("issuedBefore", "must be a time that is not in the future");
  }
  return { kind, subject: subject ?? "", issuedBefore: new Date(Math.min(moment, now)) };
}

function invalid(field: keyof RevocationInput, problem: string): AuthorityError {
  return settingRefusal("revocation_invalid", { field, problem, remedy: "Correct the revocation and try again." });
}
