import { isSignedWith } from "../../../src/verify/jwt/check-signature.ts";
import { checkTimes } from "../../../src/verify/jwt/check-times.ts";
import type { ParsedJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";
import { faults } from "../http/http-fault.ts";
import type { AuthRule } from "./auth-rule.ts";
import type { LiveRule } from "./rule-book.ts";
import { audiencesOf, findRequiredClaimFault, namesAudience, namesIssuer } from "./rule-match.ts";

/**
 * Finds the rule by exact `iss` and `aud`, then checks the signature with that rule's keys alone, then the times,
 * then the claims that the rule requires.
 *
 * Of several rules that match, the first whose keys verify the token and whose required claims it has counts. Keys out
 * of reach are the server's trouble: 503, never a refusal of the token.
 */
export async function verifyProviderToken(
  jwt: ParsedJwt,
  rules: readonly LiveRule[],
  nowMs: number,
): Promise<AuthRule> {
  const { iss } = jwt.payload;
  if (!Object.hasOwn(jwt.payload, "iss") || iss === null || iss === "") throw faults.issuerMissing();
  const { kid } = jwt.header;
  if (kid === undefined) throw faults.keyIdMissing();
  if (typeof kid !== "string" || kid === "") throw faults.tokenInvalid();
  const ofIssuer = rules.filter(({ rule }) => rule.enabled && namesIssuer(rule, jwt.payload));
  const matching = ofIssuer.filter(({ rule }) => namesAudience(rule, jwt.payload));
  if (matching.length === 0) throw faults.noRule(hintOf(ofIssuer, jwt));
  const allowing = matching.filter(({ rule }) => rule.algorithms.includes(jwt.algorithm));
  if (allowing.length === 0) throw faults.tokenAlgorithm();

  let refusal: Error | null = null;
  for (const { rule, jwks } of allowing) {
    try {
      for (const key of await jwks.find(kid, jwt.algorithm)) {
        if (!(await isSignedWith(jwt, key))) continue;
        checkTimes(jwt.payload, nowMs);
        const claim = findRequiredClaimFault(rule, jwt.payload);
        if (claim === null) return rule;
        refusal ??= faults.claimRefused(claim);
      }
    } catch (error) {
      if (!(error instanceof TokenRefusal) || error.code !== "jwks_unavailable") throw error;
      refusal = error;
    }
  }
  throw refusal ?? faults.tokenInvalid();
}

/** For whoever sees the refusal in a browser: which of the two it was, and nothing of the rules themselves. */
function hintOf(ofIssuer: readonly LiveRule[], { payload }: ParsedJwt): string {
  if (ofIssuer.length === 0) return "No rule in force has this `iss`, which must be equal to the last slash.";
  const claims = [...new Set(ofIssuer.map(({ rule }) => rule.audienceClaim))].join(" or ");
  const isMissing = ofIssuer.every(({ rule }) => audiencesOf(rule, payload).length === 0);
  return isMissing
    ? `The token names no audience (\`${claims}\`).`
    : `Its audience (\`${claims}\`) is not one of the rule's.`;
}
