import { readClaim } from "../jwt/read-claim.ts";
import type { AuthRuleContent } from "./auth-rule.ts";
import { splitOptional } from "./split-optional.ts";

type Claims = Readonly<Record<string, unknown>>;

/** Returns whether `iss` equals one of the rule's issuers. */
export function matchesIssuer({ issuers }: Pick<AuthRuleContent, "issuers">, payload: Claims): boolean {
  const { iss } = payload;
  return typeof iss === "string" && issuers.includes(iss);
}

/** Returns the audiences in the rule's audience claim; ignores items that are not strings. */
export function audiencesOf({ audienceClaim }: Pick<AuthRuleContent, "audienceClaim">, payload: Claims): string[] {
  const value = readClaim(payload, audienceClaim);
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === "string");
}

/** Returns whether the token has one of the rule's audiences. */
export function matchesAudience(
  rule: Pick<AuthRuleContent, "anyAudience" | "audiences" | "audienceClaim">,
  payload: Claims,
): boolean {
  return rule.anyAudience || audiencesOf(rule, payload).some((audience) => rule.audiences.includes(audience));
}

/** Returns the first required claim that is missing or differs; null if all match. */
export function findRequiredClaimFault(
  { requiredClaims }: Pick<AuthRuleContent, "requiredClaims">,
  payload: Claims,
): string | null {
  for (const [written, expected] of Object.entries(requiredClaims)) {
    const { name, isOptional } = splitOptional(written);
    const value = readClaim(payload, name);
    if (value === expected || (isOptional && value === undefined)) continue;
    return name;
  }
  return null;
}
