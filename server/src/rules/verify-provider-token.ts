import { isSignedWith } from "../../../src/verify/jwt/check-signature.ts";
import { checkTimes } from "../../../src/verify/jwt/check-times.ts";
import { isSameAlgorithm } from "../../../src/verify/jwt/jws-scheme.ts";
import type { ParsedJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import { TokenRefusal, type TokenRefusalCode } from "../../../src/verify/jwt/token-refusal.ts";
import { Refusal, type RefusalData } from "../base/refusal.ts";
import { isSecurityEventType } from "../jwt/security-event-type.ts";
import type { AuthRule } from "./auth-rule.ts";
import type { LiveRule, RuleIndex } from "./rule-index.ts";
import { audiencesOf, findRequiredClaimFault, matchesAudience } from "./rule-match.ts";

/** The codes of the refusals after which the token may still be valid. */
const INCONCLUSIVE: readonly TokenRefusalCode[] = ["jwks_unavailable", "token_key_not_known_yet"];

/**
 * Returns the auth rule that accepts a provider's token. Finds the enabled rules that match the token's issuer and
 * audience exactly. For each of these rules, verifies the signature with only that rule's keys, and checks the times
 * and the required claims.
 *
 * If several rules accept the token, returns the oldest one. If no rule accepts it, throws a refusal with the reason.
 *
 * After two of the possible refusals, the token may still be valid. `jwks_unavailable` means that the server could not
 * fetch the keys. `token_key_not_known_yet` means that the key may be too new for the cached JWKS.
 */
export async function verifyProviderToken(jwt: ParsedJwt, rules: RuleIndex, nowMs: number): Promise<AuthRule> {
  const { iss } = jwt.payload;
  if (!Object.hasOwn(jwt.payload, "iss") || iss === null || iss === "") throw new Refusal("token_issuer_missing");
  const { kid, typ } = jwt.header;
  if (isSecurityEventType(typ)) throw new TokenRefusal("token_invalid");
  if (kid === undefined) throw new Refusal("token_key_id_missing");
  if (typeof kid !== "string" || kid === "") throw new TokenRefusal("token_invalid");
  const ofIssuer = rules.ofIssuer(iss);
  const candidates = ofIssuer.filter(({ rule }) => matchesAudience(rule, jwt.payload));
  if (candidates.length === 0) throw new Refusal("no_auth_rule", mismatchOf(ofIssuer, jwt));
  const withAlgorithm = candidates.filter(({ rule }) =>
    rule.algorithms.some((name) => isSameAlgorithm(name, jwt.algorithm)),
  );
  if (withAlgorithm.length === 0) throw new TokenRefusal("token_algorithm");

  let refusal: Error | null = null;
  for (const { rule, jwks } of withAlgorithm) {
    try {
      for (const key of await jwks.find(kid, jwt.algorithm)) {
        if (!(await isSignedWith(jwt, key))) continue;
        checkTimes(jwt.payload, nowMs);
        const claim = findRequiredClaimFault(rule, jwt.payload);
        if (claim === null) return rule;
        refusal ??= new Refusal("token_claim_refused", { claim });
      }
    } catch (error) {
      if (!(error instanceof TokenRefusal) || !INCONCLUSIVE.includes(error.code)) throw error;
      refusal = error;
    }
  }
  throw refusal ?? new TokenRefusal("token_invalid");
}

/**
 * Returns why no rule matches a token: no rule has the token's issuer, the token has no audience, or no rule has the
 * token's audience. If the audience is the cause, also returns the names of the rules' audience claims. Discloses no
 * other data of the rules.
 */
function mismatchOf(ofIssuer: readonly LiveRule[], { payload }: ParsedJwt): RefusalData["no_auth_rule"] {
  if (ofIssuer.length === 0) return { mismatch: "issuer" };
  const claims = [...new Set(ofIssuer.map(({ rule }) => rule.audienceClaim))];
  const isMissing = ofIssuer.every(({ rule }) => audiencesOf(rule, payload).length === 0);
  return { mismatch: isMissing ? "audience_missing" : "audience", claims };
}
