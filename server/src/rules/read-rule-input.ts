import { z } from "zod";
import { PROVIDER_ALGORITHMS } from "../../../src/verify/jwt/parse-jwt.ts";
import type { AuthorityError } from "../base/authority-error.ts";
import { settingRefusal } from "../base/setting-refusal.ts";
import { findJwksUrlFault } from "../jwks/jwks-url.ts";
import { findClaimPathFault } from "../jwt/read-claim.ts";
import type { AuthRuleContent, AuthRuleInput } from "./auth-rule.ts";
import { splitOptional } from "./split-optional.ts";
import { parseWorkspaceTemplate } from "./workspace-template.ts";

const MAX_REQUIRED_CLAIMS = 16;

const line = (max: number) =>
  z
    .string()
    .min(1, "must not be empty")
    .max(max, `must have at most ${max} characters`)
    .refine((text) => !/\p{Cc}/u.test(text), "must not hold control characters");
const lines = z.union([line(2047).transform((text) => [text]), z.array(line(2047)).max(32)]);
const claimPath = line(255).superRefine((path, context) => {
  const fault = findClaimPathFault(path);
  if (fault !== null) context.addIssue(fault);
});
const requiredClaims = z
  .record(
    claimPath.refine((name) => splitOptional(name).name !== "", "must be the name of a claim"),
    z.union([z.string().max(1024), z.number(), z.boolean()]),
  )
  .refine((claims) => Object.keys(claims).length <= MAX_REQUIRED_CLAIMS, `may hold ${MAX_REQUIRED_CLAIMS} at most`);

const schema = z.strictObject({
  name: line(255).transform((name) => name.trim()),
  provider: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, "must be 1 to 64 small letters, digits and -")
    .optional(),
  issuer: lines.refine((issuers) => issuers.length > 0, "must not be empty"),
  jwksUrl: line(2047),
  audience: lines.default([]),
  audienceClaim: claimPath.default("aud"),
  anyAudience: z.boolean().default(false),
  algorithms: z
    .array(
      z.string().refine((name) => PROVIDER_ALGORITHMS.includes(name), `must be of ${PROVIDER_ALGORITHMS.join(", ")}`),
    )
    .min(1, "must not be empty")
    .max(PROVIDER_ALGORITHMS.length, "must name each once")
    .default(["RS256", "ES256"]),
  userClaim: claimPath.default("sub"),
  workspace: line(255)
    .superRefine((template, context) => {
      const parsed = parseWorkspaceTemplate(template);
      if (typeof parsed === "string") context.addIssue(parsed);
    })
    .optional(),
  requiredClaims: requiredClaims.default({}),
  enabled: z.boolean().default(true),
});

/** What a rule is checked against. */
export interface RuleSettings {
  /** The server's own issuer, which no rule may name; null where no server is known, as on the command line. */
  readonly issuer: string | null;
  readonly allowInsecureJwks: boolean;
}

/** Checks an auth rule before it is saved; throws `invalid_rule` that names the field and what is wrong. */
export function readRuleInput(input: AuthRuleInput, settings: RuleSettings): AuthRuleContent {
  const result = schema.safeParse(input);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw invalid(issue?.path.join(".") ?? "", lowerFirst(issue?.message ?? "is wrong"), "Correct that field.");
  }
  const { issuer: issuers, audience: audiences, provider = null, workspace, ...rest } = result.data;
  if (rest.name === "") throw invalid("name", "must not be empty", "Correct that field.");
  if (settings.issuer !== null && issuers.includes(settings.issuer)) {
    throw invalid("issuer", "is this authority itself", "Name the auth provider's issuer.");
  }
  checkJwksUrl(rest.jwksUrl, settings.allowInsecureJwks);
  if (audiences.length === 0 && !rest.anyAudience) {
    throw invalid(
      "audience",
      "is missing",
      "Name the audience of your app, or set `anyAudience` (--any-audience) to accept tokens made for any other app of that issuer too.",
    );
  }
  if (audiences.length > 0 && rest.anyAudience) {
    throw invalid("audience", "and `anyAudience` exclude each other", "Keep one of the two.");
  }
  return { ...rest, provider, issuers, audiences, workspace: workspace ?? `\${${rest.userClaim}}` };
}

function checkJwksUrl(jwksUrl: string, allowInsecure: boolean): void {
  const problem = findJwksUrlFault(jwksUrl, allowInsecure);
  if (problem !== null) {
    throw invalid(
      "jwksUrl",
      problem,
      "Use the provider's public HTTPS address; HTTP on this machine needs `allowInsecureJwks` (--allow-insecure-jwks).",
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

function invalid(field: string, problem: string, remedy: string): AuthorityError {
  return settingRefusal("rule_invalid", { field, problem, remedy });
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
