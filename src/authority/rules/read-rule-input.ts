import { z } from "zod";
import { AuthorityError } from "../authority-error.ts";
import type { AuthoritySettings } from "../authority-settings.ts";
import { findJwksUrlFault } from "../jwks/jwks-url.ts";
import { PROVIDER_ALGORITHMS } from "../jwt/parse-jwt.ts";
import type { AuthRule, AuthRuleInput } from "./auth-rule.ts";
import { parseWorkspaceTemplate } from "./workspace-template.ts";

const line = (max: number) =>
  z
    .string()
    .min(1, "must not be empty")
    .max(max, `must have at most ${max} characters`)
    .refine((text) => !/\p{Cc}/u.test(text), "must not hold control characters");
const lines = z.union([line(2047).transform((text) => [text]), z.array(line(2047)).max(32)]);
const claimPath = line(255).refine((path) => !/[\s${}]/.test(path), "must be the name of a claim");

const schema = z.strictObject({
  name: line(255),
  issuer: lines.refine((issuers) => issuers.length > 0, "must not be empty"),
  jwksUrl: line(2047),
  audience: lines.default([]),
  anyAudience: z.boolean().default(false),
  algorithms: z
    .array(
      z.string().refine((name) => PROVIDER_ALGORITHMS.includes(name), `must be of ${PROVIDER_ALGORITHMS.join(", ")}`),
    )
    .min(1, "must not be empty")
    .default(["RS256", "ES256"]),
  userClaim: claimPath.default("sub"),
  workspace: line(255)
    .transform((template, context) => {
      const parsed = parseWorkspaceTemplate(template);
      if (typeof parsed === "string") context.addIssue(parsed);
      return template;
    })
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the template language of workspaces
    .default("${sub}"),
});

/** Checks an auth rule before it is saved; throws `invalid_rule` that names the field and what is wrong. */
export function readRuleInput(input: AuthRuleInput, settings: AuthoritySettings): Omit<AuthRule, "id" | "createdAt"> {
  const result = schema.safeParse(input);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw invalid(
      `\`${issue?.path.join(".") ?? ""}\` ${lowerFirst(issue?.message ?? "is wrong")}`,
      "Correct that field.",
    );
  }
  const { issuer: issuers, audience: audiences, ...rest } = result.data;
  if (issuers.includes(settings.issuer)) {
    throw invalid("`issuer` is this authority itself", "Name the auth provider's issuer.");
  }
  const problem = findJwksUrlFault(rest.jwksUrl, settings.allowInsecureJwks);
  if (problem !== null) {
    throw invalid(
      `\`jwksUrl\` ${problem}`,
      "Use the provider's public HTTPS address; HTTP on this machine needs `allowInsecureJwks` (--allow-insecure-jwks).",
    );
  }
  if (audiences.length === 0 && !rest.anyAudience) {
    throw invalid(
      "`audience` is missing",
      "Name the audience of your app, or set `anyAudience` (--any-audience) to accept tokens made for any other app of that issuer too.",
    );
  }
  if (audiences.length > 0 && rest.anyAudience) {
    throw invalid("`audience` and `anyAudience` exclude each other", "Keep one of the two.");
  }
  return { ...rest, issuers, audiences };
}

function invalid(problem: string, remedy: string): AuthorityError {
  return new AuthorityError("invalid_rule", `The auth rule was not saved: ${problem}.`, remedy);
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
