import { readClaim } from "../jwt/read-claim.ts";
import type { AuthRuleContent } from "./auth-rule.ts";
import { splitOptional } from "./split-optional.ts";

type Claims = Readonly<Record<string, unknown>>;

/** Returns whether a token's `iss` equals one of the rule's issuers. */
export function matchesIssuer({ issuers }: Pick<AuthRuleContent, "issuers">, payload: Claims): boolean {
  const { iss } = payload;
  return typeof iss === "string" && issuers.includes(iss);
}

/** Returns the values of the rule's audience claim in a token. Ignores values that are not strings. */
export function audiencesOf({ audienceClaim }: Pick<AuthRuleContent, "audienceClaim">, payload: Claims): string[] {
  const value = readClaim(payload, audienceClaim);
  const items: unknown[] = Array.isArray(value) ? value : [value];
  return items.filter((item) => typeof item === "string");
}

/** Returns whether a token has one of the rule's audiences. Returns true if the rule accepts any audience. */
export function matchesAudience(
  rule: Pick<AuthRuleContent, "anyAudience" | "audiences" | "audienceClaim">,
  payload: Claims,
): boolean {
  return rule.anyAudience || audiencesOf(rule, payload).some((audience) => rule.audiences.includes(audience));
}

/**
 * Returns the name of the first claim in `requiredClaims` that is missing or has a wrong value. Returns null if there
 * is no such claim. A claim that is written with a trailing `?` may be missing.
 */
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
