import { WORKSPACE_TOKEN_TYPE } from "../../../src/core/protocol.ts";
import { isSameAlgorithm } from "../../../src/verify/jwt/jws-scheme.ts";
import type { ParsedJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import type { Identity } from "../base/identity.ts";
import { type AnyRefusal, isRefusal } from "../base/refusal.ts";
import { isSecurityEventType } from "../jwt/security-event-type.ts";
import type { AuthRule } from "../rules/auth-rule.ts";
import { guessPreset } from "../rules/presets/presets.ts";
import { findRequiredClaimFault, matchesAudience, matchesIssuer } from "../rules/rule-match.ts";
import { decideWorkspace } from "../tokens/decide-workspace.ts";
import { explainAudience } from "./explain-audience.ts";
import { explainFormat } from "./explain-format.ts";
import { explainIssuer, nearnessOfIssuer } from "./explain-issuer.ts";
import { explainKeys } from "./explain-keys.ts";
import { explainSignOut } from "./explain-sign-out.ts";
import { explainTimes } from "./explain-times.ts";
import { failed, passed, type RuleReport, skipped, type TokenCheck, type TokenReport } from "./token-report.ts";

export interface ExplainOptions {
  /** Fetches the JWKS document of an auth rule. Called only for rules that accept the token's issuer. */
  loadJwks(rule: AuthRule): Promise<unknown>;
  /** Returns the time of the last sign-out that affects a user in a workspace; null if there was none. */
  revokedBefore(identity: Identity): Promise<Date | null>;
  /** The current time, in milliseconds since the epoch. */
  nowMs: number;
  /**
   * The issuer of the authority's own tokens. If no auth rule has this issuer, the report explains that a token from
   * this issuer is a workspace token. Default: none.
   */
  ownIssuer?: string;
}

/**
 * Reports for each auth rule what the token exchange would do with a provider's token, and why. Changes nothing.
 *
 * The report contains `iss`, the audience and `alg`, but not the token or the values of other claims. Only `identity`
 * identifies the user.
 *
 * @param token the text to check; surrounding whitespace is removed
 */
export async function explainToken(
  token: string,
  rules: readonly AuthRule[],
  options: ExplainOptions,
): Promise<TokenReport> {
  const { jwt, check } = explainFormat(token.trim());
  if (jwt === null) return toRefusedReport([check]);
  const { iss } = jwt.payload;
  const isOwn = (iss !== undefined && iss === options.ownIssuer) || jwt.header["typ"] === WORKSPACE_TOKEN_TYPE;
  if (isOwn && !rules.some((rule) => matchesIssuer(rule, jwt.payload))) {
    return toRefusedReport([
      failed(
        "form",
        "This is a workspace token, not a token of an auth provider.",
        "Paste the provider's token from before the exchange.",
      ),
    ]);
  }
  if (isSecurityEventType(jwt.header["typ"])) {
    return toRefusedReport([
      failed(
        "form",
        "This is a security event, not a token of a user.",
        "Paste the ID token or access token that the app sends to the exchange.",
      ),
    ]);
  }
  if (rules.length === 0) {
    return toRefusedReport([
      check,
      failed(
        "issuer",
        "There are no auth rules yet.",
        "Add one in the dashboard (Auth rules, “Add auth integration”) or with `assistant-cloud-server rules add <provider>`.",
      ),
    ]);
  }
  const results = await Promise.all(rules.map((rule) => explainRule(rule, jwt, options)));
  // The exchange uses the first rule that verifies the token, so only that rule determines the user and the workspace.
  const chosen = results.find(({ passesRule }) => passesRule);
  const ordered = results.toSorted((one, other) => other.nearness - one.nearness);
  const reports = ordered.map(({ report }) => report);
  const nearest = chosen?.report ?? reports[0];
  const shared = {
    checks: [check],
    rules: [nearest, ...reports.filter((report) => report !== nearest)].filter(isDefined),
  };
  const name = `"${nearest?.ruleName}"`;
  if (chosen?.identity) {
    return {
      verdict: "accepted",
      summary: `The rule ${name} accepts the token.`,
      remedy: null,
      ...shared,
      identity: chosen.identity,
    };
  }
  const obstacle = nearest?.checks.find(({ outcome }) => outcome === "failed" || outcome === "unknown");
  const isUnknown = chosen === undefined && results.some(({ isUndecided }) => isUndecided);
  return {
    verdict: isUnknown ? "unknown" : "refused",
    summary: `${isUnknown ? "Unknown" : "Refused"}; the closest rule is ${name}. ${obstacle?.message}`,
    remedy: obstacle?.remedy ?? null,
    ...shared,
    identity: null,
  };
}

const isDefined = <T>(value: T | undefined): value is T => value !== undefined;

function toRefusedReport(checks: readonly TokenCheck[]): TokenReport {
  const obstacle = checks.find(({ outcome }) => outcome === "failed");
  return {
    verdict: "refused",
    summary: `Refused. ${obstacle?.message}`,
    remedy: obstacle?.remedy ?? null,
    checks,
    rules: [],
    identity: null,
  };
}

interface RuleResult {
  report: RuleReport;
  /**
   * Whether the token passed every check except `identity` and `sign-out`. The exchange selects the rule without these
   * two checks.
   */
  passesRule: boolean;
  identity: Identity | null;
  /** True if the keys of the rule could not be fetched and no check failed. */
  isUndecided: boolean;
  nearness: number;
}

async function explainRule(rule: AuthRule, jwt: ParsedJwt, options: ExplainOptions): Promise<RuleResult> {
  const { payload } = jwt;
  const issuer = explainIssuer(rule, payload);
  const checks: TokenCheck[] = [
    rule.enabled
      ? passed("enabled", "The rule is enabled.")
      : failed(
          "enabled",
          "The rule is disabled.",
          `Enable it in the dashboard (Auth rules) or with \`assistant-cloud-server rules enable ${rule.id}\`.`,
        ),
    issuer,
    explainAudience(rule, payload),
    rule.algorithms.some((name) => isSameAlgorithm(name, jwt.algorithm))
      ? passed("algorithm", `The token is signed with ${jwt.algorithm}.`)
      : failed(
          "algorithm",
          `The token is signed with ${jwt.algorithm}; the rule accepts ${rule.algorithms.join(", ")}.`,
          "Add that algorithm to the rule if the provider is meant to use it.",
        ),
  ];
  if (issuer.outcome === "passed") checks.push(...(await explainKeys(rule, jwt, options.loadJwks)));
  else checks.push(skipped("key", "Keys of another issuer are not fetched."), skipped("signature", "Not checked."));
  checks.push(explainTimes(payload, options.nowMs), explainClaims(rule, payload));
  const { check, identity } = explainIdentity(rule, payload);
  const obstacles = checks.filter(({ outcome }) => outcome !== "passed");
  const signOut =
    identity === null
      ? skipped("sign-out", "It names no user and workspace.")
      : explainSignOut(payload["iat"], await options.revokedBefore(identity));
  checks.push(check, signOut);
  return {
    report: { ruleId: rule.id, ruleName: rule.name, provider: rule.provider, checks },
    passesRule: obstacles.length === 0,
    identity: obstacles.length === 0 && signOut.outcome === "passed" ? identity : null,
    isUndecided:
      obstacles.some(({ outcome }) => outcome === "unknown") && !obstacles.some((one) => one.outcome === "failed"),
    nearness:
      nearnessOfIssuer(rule, payload) * 1000 +
      (matchesAudience(rule, payload) && !rule.anyAudience ? 100 : 0) +
      checks.filter(({ outcome }) => outcome === "passed").length,
  };
}

function explainClaims(rule: AuthRule, payload: ParsedJwt["payload"]): TokenCheck {
  const claim = findRequiredClaimFault(rule, payload);
  if (claim === null) return passed("claims", "The claims have the required values.");
  const remedies = guessPreset(payload, rule.provider)?.refusals?.claims ?? {};
  return failed(
    "claims",
    `\`${claim}\` does not have the required value.`,
    remedies[claim] ?? "Send the kind of token that the rule is for, or change the rule's required claims.",
  );
}

function explainIdentity(
  rule: AuthRule,
  claims: ParsedJwt["payload"],
): { check: TokenCheck; identity: Identity | null } {
  try {
    const identity = decideWorkspace({ kind: "provider", rule, claims });
    return { check: passed("identity", "The token names a user and a workspace."), identity };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const remedy =
      error.code === "workspace_id_invalid"
        ? "Add that claim to the token at the provider, or change the rule's workspace."
        : "Add that claim to the token at the provider, or set another user claim in the rule.";
    return { check: failed("identity", describeIdentity(error), remedy), identity: null };
  }
}

function describeIdentity(refusal: AnyRefusal): string {
  switch (refusal.code) {
    case "workspace_id_invalid":
      return `\`${refusal.data.claim}\` is not a valid workspace ID: it ${refusal.data.problem}.`;
    case "user_id_invalid":
      return `\`${refusal.data.claim}\` is not a valid user ID: it ${refusal.data.problem}.`;
    default:
      return "The payload has no sub.";
  }
}
