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
 * What a rule decides by. This is the declaration of every field: types, bodies, documents, CLI options and forms derive
 * from it and from `rule-fields.ts`, and a field with a default may be left out everywhere.
 */
const contentFields = {
  /** Display name, 1 to 255 characters. */
  name: line(255).trim().min(1, EMPTY),
  /** The preset that the rule was made from, such as `clerk`. Default: none. */
  provider: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, "must be 1 to 64 small letters, digits and -")
    .nullable()
    .default(null),
  /** The exact `iss` of the provider's tokens, 1 to 32 of them. Not every provider's is a URL. */
  issuers: lines.min(1, EMPTY),
  /** Where the provider publishes its public keys: public HTTPS, fetched with 2 s and 256 KB at most. */
  jwksUrl: line(2047),
  /** The exact `aud` of the tokens, up to 32, of which one must be present. */
  audiences: lines.default([]),
  /** Accepts tokens made for any audience; needed when no audience is given (RFC 8725 §3.9). Default: false. */
  anyAudience: z.boolean().default(false),
  /** What the tokens may be signed with; asymmetric algorithms only. Default: `["RS256", "ES256"]`. */
  algorithms: z
    .array(algorithm)
    .min(1, EMPTY)
    .max(PROVIDER_ALGORITHMS.length, "must name each once")
    .default(["RS256", "ES256"]),
  /**
   * The workspace, made of claims: `${org_id}:${sub}`. A claim written with `?`, as in `${org_id?}:${sub}`, may be
   * missing; the text up to the next claim is then left out as well. `${org_id|o.id?}` takes the first claim that is there.
   * Default: the user claim.
   */
  workspace: workspaceTemplate.default(workspaceOf("sub")),
  /** The claim that names the user, by name, dotted path or JSON pointer (RFC 6901). Default: `sub`. */
  userClaim: claimPath.default("sub"),
  /** The claim that holds the audience, for tokens that name it elsewhere, such as `client_id`. Default: `aud`. */
  audienceClaim: claimPath.default("aud"),
  /**
   * Claims, up to 16, that must have exactly these values: `{ token_use: "id" }`. One written with `?`, as in
   * `{ "sts?": "active" }`, may be missing but not differ. Default: none.
   */
  requiredClaims: requiredClaims.default({}),
  /** Whether tokens are exchanged by this rule. Default: true. */
  enabled: z.boolean().default(true),
};

const { name, provider, issuers, audiences, workspace, ...unchanged } = contentFields;

/** One text or a list of them, read as a list. */
const oneOrMore = (list: z.ZodArray<z.ZodString>) =>
  z.union([list.element, list]).transform((given) => (typeof given === "string" ? [given] : given));

/** What callers write: one value or several, without the fields whose default they want. */
const inputFields = {
  /** Display name, 1 to 255 characters. */
  name,
  /** The preset that the rule was made from, such as `clerk`. Default: none. */
  provider: provider.unwrap().unwrap().optional(),
  /** The exact `iss` of the provider's tokens, or several. Not every provider's is a URL. */
  issuer: oneOrMore(issuers),
  ...unchanged,
  /** The exact `aud` of the tokens, or several of which one must be present. */
  audience: oneOrMore(audiences.unwrap()).default([]),
  /**
   * The workspace, made of claims: `${org_id}:${sub}`. A claim written with `?`, as in `${org_id?}:${sub}`, may be
   * missing; the text up to the next claim is then left out as well. `${org_id|o.id?}` takes the first claim that is there.
   * Default: the user claim.
   */
  workspace: workspace.unwrap().optional(),
};

// An inferred type would lose the fields' comments in the package's declarations, so both name their fields' type.
/** The schema of what is stored. */
export const ruleContent: z.ZodObject<typeof contentFields, z.core.$strict> = z.strictObject(contentFields);

/** The schema of what callers write. */
export const ruleInput: z.ZodObject<typeof inputFields, z.core.$strict> = z.strictObject(inputFields);

/** What a rule decides by, with every default filled in. */
export type AuthRuleContent = z.output<typeof ruleContent>;

/** Whose tokens are exchanged for workspace tokens, and for which workspace. */
export type AuthRuleInput = z.input<typeof ruleInput>;

/** What a required claim can be compared with. */
export type RequiredValue = z.output<typeof requiredValue>;

/** A stored auth rule. */
export interface AuthRule extends AuthRuleContent {
  id: string;
  /** Raised by every change, from 1; hand back the one that was read, so that no other person's change is lost. */
  revision: number;
  createdAt: Date;
  /** Null for a rule that was never changed. */
  updatedAt: Date | null;
}

/** The template of a workspace that is one user's own. */
export function workspaceOf(userClaim: string): string {
  return `\${${userClaim}}`;
}
