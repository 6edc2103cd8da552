import { z } from "zod";
import { PROVIDER_ALGORITHMS } from "../../../src/verify/jwt/parse-jwt.ts";
import { HIDES_TEXT, hidesText } from "../base/hiding-text.ts";
import { findClaimPathFault } from "../jwt/read-claim.ts";
import { splitOptional } from "./split-optional.ts";
import { parseWorkspaceTemplate } from "./workspace-template.ts";

const MAX_REQUIRED_CLAIMS = 16;
const EMPTY = "must not be empty";

const line = (max: number) =>
  z
    .string()
    .min(1, EMPTY)
    .max(max, `must have at most ${max} characters`)
    .refine((text) => !hidesText(text), HIDES_TEXT);
const lines = z.array(line(2047)).max(32);
const algorithm = z
  .string()
  .refine((name) => PROVIDER_ALGORITHMS.includes(name), `must be of ${PROVIDER_ALGORITHMS.join(", ")}`);
const claimPath = line(255).superRefine((path, context) => {
  const fault = findClaimPathFault(path);
  if (fault !== null) context.addIssue(fault);
});
const workspaceTemplate = line(255).superRefine((template, context) => {
  const parsed = parseWorkspaceTemplate(template);
  if (typeof parsed === "string") context.addIssue(parsed);
});
const requiredValue = z.union([
  z
    .string()
    .max(1024)
    .refine((text) => !hidesText(text), HIDES_TEXT),
  z.number(),
  z.boolean(),
]);
const requiredClaims = z
  .record(
    claimPath.refine((name) => splitOptional(name).name !== "", "must be the name of a claim"),
    requiredValue,
  )
  .refine((claims) => Object.keys(claims).length <= MAX_REQUIRED_CLAIMS, `may hold ${MAX_REQUIRED_CLAIMS} at most`);

/**
 * The content of a rule. This declares every field: types, bodies, documents, CLI options and forms derive from it and
 * from `rule-fields.ts`. A field with a default may be omitted everywhere.
 */
const contentFields = {
  /** Display name, 1 to 255 characters. */
  name: line(255).trim().min(1, EMPTY),
  /** The preset that the rule was created from, such as `clerk`. Default: none. */
  provider: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, "must be 1 to 64 small letters, digits and -")
    .nullable()
    .default(null),
  /** The exact `iss` of the provider's tokens, 1 to 32 of them. Not every provider's is a URL. */
  issuers: lines.min(1, EMPTY),
  /** The provider's JWKS endpoint: public HTTPS, fetched with limits of 2 s and 256 KB. */
  jwksUrl: line(2047),
  /** The exact `aud` of the tokens, up to 32; a token must have at least one of them. */
  audiences: lines.default([]),
  /** Accepts any audience; required if `audiences` is empty (RFC 8725 §3.9). Default: false. */
  anyAudience: z.boolean().default(false),
  /** The accepted signing algorithms, asymmetric only. Default: `["RS256", "ES256"]`. */
  algorithms: z
    .array(algorithm)
    .min(1, EMPTY)
    .max(PROVIDER_ALGORITHMS.length, "must name each once")
    .default(["RS256", "ES256"]),
  /**
   * The workspace template, built from claims: `${org_id}:${sub}`. A claim written with `?`, as in `${org_id?}:${sub}`,
   * may be missing; the text up to the next claim is then omitted as well. `${org_id|o.id?}` uses the first claim that
   * exists. Default: the user claim.
   */
  workspace: workspaceTemplate.default(workspaceOf("sub")),
  /** The claim with the user's id: a name, dotted path or JSON pointer (RFC 6901). Default: `sub`. */
  userClaim: claimPath.default("sub"),
  /** The claim with the audience, for tokens that use another one, such as `client_id`. Default: `aud`. */
  audienceClaim: claimPath.default("aud"),
  /**
   * Claims, up to 16, that must have exactly these values: `{ token_use: "id" }`. A claim written with `?`, as in
   * `{ "sts?": "active" }`, may be missing. Default: none.
   */
  requiredClaims: requiredClaims.default({}),
  /** Whether the rule is enabled. Default: true. */
  enabled: z.boolean().default(true),
};

const { name, provider, issuers, audiences, workspace, ...unchanged } = contentFields;

/** Accepts one text or a list, and returns a list. */
const oneOrMore = (list: z.ZodArray<z.ZodString>) =>
  z.union([list.element, list]).transform((given) => (typeof given === "string" ? [given] : given));

/** The input of callers: one value or several, with optional fields where there is a default. */
const inputFields = {
  /** Display name, 1 to 255 characters. */
  name,
  /** The preset that the rule was created from, such as `clerk`. Default: none. */
  provider: provider.unwrap().unwrap().optional(),
  /** The exact `iss` of the provider's tokens, or several. Not every provider's is a URL. */
  issuer: oneOrMore(issuers),
  ...unchanged,
  /** The exact `aud` of the tokens, or several, of which a token must have at least one. */
  audience: oneOrMore(audiences.unwrap()).default([]),
  /**
   * The workspace template, built from claims: `${org_id}:${sub}`. A claim written with `?`, as in `${org_id?}:${sub}`,
   * may be missing; the text up to the next claim is then omitted as well. `${org_id|o.id?}` uses the first claim that
   * exists. Default: the user claim.
   */
  workspace: workspace.unwrap().optional(),
};

// An inferred type would lose the fields' comments in the package's declarations, so both declare their type.
/** The schema of a stored rule's content. */
export const ruleContent: z.ZodObject<typeof contentFields, z.core.$strict> = z.strictObject(contentFields);

/** The schema of a caller's input. */
export const ruleInput: z.ZodObject<typeof inputFields, z.core.$strict> = z.strictObject(inputFields);

/** The content of a rule, with all defaults. */
export type AuthRuleContent = z.output<typeof ruleContent>;

/** The input of a rule: which tokens to exchange, and for which workspace. */
export type AuthRuleInput = z.input<typeof ruleInput>;

/** A value that a required claim can be compared with. */
export type RequiredValue = z.output<typeof requiredValue>;

/** A stored auth rule. */
export interface AuthRule extends AuthRuleContent {
  id: string;
  /**
   * Increases with every change, from 1. Pass back the revision that you read, so that no concurrent change is lost.
   */
  revision: number;
  createdAt: Date;
  /** Null for a rule that has never changed. */
  updatedAt: Date | null;
}

/** Returns the workspace template for one workspace per user. */
export function workspaceOf(userClaim: string): string {
  return `\${${userClaim}}`;
}
