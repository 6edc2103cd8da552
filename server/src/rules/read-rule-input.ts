import type { AuthorityError } from "../base/authority-error.ts";
import { settingRefusal } from "../base/setting-refusal.ts";
import { findJwksUrlFault } from "../jwks/jwks-url.ts";
import type { ProviderNetwork } from "../jwks/provider-network.ts";
import { type AuthRuleContent, type AuthRuleInput, ruleInput, workspaceOf } from "./auth-rule.ts";

/** The settings that affect the validation of a rule. */
export interface RuleSettings {
  /**
   * The server's own issuer, which no rule may contain. Null on the command line, where the server's issuer is unknown.
   */
  readonly issuer: string | null;
  readonly allowInsecureJwks: boolean;
  /** The private networks and hosts that a JWKS URL may point to. Default: none. */
  readonly providerNetwork?: ProviderNetwork;
}

/** Validates an auth rule and fills in the defaults. Throws `invalid_rule` with the field and the problem. */
export function readRuleInput(input: AuthRuleInput, settings: RuleSettings): AuthRuleContent {
  // Zod ignores this name, and a rule without the required claim would accept more tokens.
  if (Object.hasOwn(input?.requiredClaims ?? {}, "__proto__")) {
    throw invalid("requiredClaims", "must not contain `__proto__`", "Write the claim as a JSON pointer: /__proto__.");
  }
  const result = ruleInput.safeParse(input);
  if (!result.success) {
    const issue = result.error.issues[0];
    if (issue?.code === "unrecognized_keys") {
      throw invalid(issue.keys[0] ?? null, "is an unrecognized field", "Leave it out.");
    }
    throw invalid(issue?.path.join(".") || null, lowerFirst(issue?.message ?? "is wrong"), "Correct that field.");
  }
  const { issuer: issuers, audience: audiences, provider = null, workspace, ...rest } = result.data;
  if (settings.issuer !== null && issuers.includes(settings.issuer)) {
    throw invalid("issuer", "is this server itself", "Set the auth provider's issuer.");
  }
  checkJwksUrl(rest.jwksUrl, settings);
  if (audiences.length === 0 && !rest.anyAudience) {
    throw invalid(
      "audience",
      "is missing",
      "Set the audience of your app, or set `anyAudience` (--any-audience) to also accept the issuer's tokens for other apps.",
    );
  }
  if (audiences.length > 0 && rest.anyAudience) {
    throw invalid("audience", "and `anyAudience` exclude each other", "Keep one of the two.");
  }
  return { ...rest, provider, issuers, audiences, workspace: workspace ?? workspaceOf(rest.userClaim) };
}

function checkJwksUrl(jwksUrl: string, { allowInsecureJwks, providerNetwork }: RuleSettings): void {
  const problem = findJwksUrlFault(jwksUrl, allowInsecureJwks, providerNetwork);
  if (problem !== null) {
    throw invalid(
      "jwksUrl",
      problem,
      "Use the provider's public HTTPS address. List the host or network of a private provider in `privateProviders` (AUTHORITY_PRIVATE_PROVIDERS); HTTP on this machine needs `allowInsecureJwks` (--allow-insecure-jwks).",
    );
  }
  const { pathname } = new URL(jwksUrl);
  if (pathname.includes("/metadata/x509/")) {
    throw invalid(
      "jwksUrl",
      "is Google's list of X.509 certificates, which is not a JWKS",
      "Use https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com, or the firebase preset.",
    );
  }
  if (/\/\.well-known\/(openid-configuration|oauth-authorization-server)$/.test(pathname)) {
    throw invalid("jwksUrl", "is the discovery document", "Open it and use its `jwks_uri`.");
  }
}

function invalid(field: string | null, problem: string, remedy: string): AuthorityError {
  return settingRefusal("rule_invalid", { field, problem, remedy });
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
