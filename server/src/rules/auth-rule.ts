import { z } from "zod";
import { PROVIDER_ALGORITHMS } from "../../../src/verify/jwt/parse-jwt.ts";
import { isUnsafeText, UNSAFE_TEXT_PROBLEM } from "../base/unsafe-text.ts";
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
    .refine((text) => !isUnsafeText(text), UNSAFE_TEXT_PROBLEM);
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
    .refine((text) => !isUnsafeText(text), UNSAFE_TEXT_PROBLEM),
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
 * The schemas of all fields of a stored auth rule. Types, request bodies, exported documents, CLI options and forms
 * derive from these schemas and from `rule-fields.ts`. Input may omit a field that has a default.
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
  /**
   * The exact `iss` values of the provider's tokens. A rule has 1 to 32 issuers. Not every provider's `iss` is a URL.
   */
  issuers: lines.min(1, EMPTY),
  /** The public HTTPS URL of the provider's JWKS. The server reads at most 256 KB, within 2 seconds. */
  jwksUrl: line(2047),
  /**
   * The exact `aud` values that the rule accepts. A rule has up to 32 audiences. A token must contain at least one of
   * them. Default: none.
   */
  audiences: lines.default([]),
  /**
   * Whether to accept any audience. It must be true if the rule lists no audience, otherwise false (RFC 8725 §3.9).
   * Default: false.
   */
  anyAudience: z.boolean().default(false),
  /** The accepted signing algorithms, asymmetric only. Default: `["RS256", "ES256"]`. */
  algorithms: z
    .array(algorithm)
    .min(1, EMPTY)
    .max(PROVIDER_ALGORITHMS.length, "must name each once")
    .default(["RS256", "ES256"]),
  /**
   * The workspace template, built from claims: `${org_id}:${sub}`. A claim that ends in `?`, as in `${org_id?}:${sub}`,
   * may be missing. If it is missing, the text up to the next claim is omitted too. `${org_id|o.id?}` uses the first
   * claim that exists. Default: `${sub}`.
   */
  workspace: workspaceTemplate.default(workspaceOf("sub")),
  /** The claim that contains the user's id: a name, dotted path or JSON pointer (RFC 6901). Default: `sub`. */
  userClaim: claimPath.default("sub"),
  /**
   * The claim that contains the audience. Some tokens contain it in a claim other than `aud`, such as `client_id`.
   * Default: `aud`.
   */
  audienceClaim: claimPath.default("aud"),
  /**
   * The required claims, each with its exact value, such as `{ token_use: "id" }`. A rule has up to 16 required claims.
   * A claim whose name ends in `?`, as in `{ "sts?": "active" }`, may be missing. Default: none.
   */
  requiredClaims: requiredClaims.default({}),
  /** Whether the rule is enabled. Default: true. */
  enabled: z.boolean().default(true),
};

const { name, provider, issuers, audiences, workspace, ...unchanged } = contentFields;

/** Returns a schema that accepts one text or a list of texts. Its output is always a list. */
const oneOrMore = (list: z.ZodArray<z.ZodString>) =>
  z.union([list.element, list]).transform((given) => (typeof given === "string" ? [given] : given));

/**
 * The schemas of the fields that callers pass for a new or changed rule. Callers may pass a single value instead of a
 * list, and may omit a field that has a default.
 */
const inputFields = {
  /** Display name, 1 to 255 characters. */
  name,
  /** The preset that the rule was created from, such as `clerk`. Default: none. */
  provider: provider.unwrap().unwrap().optional(),
  /**
   * The exact `iss` of the provider's tokens: one value, or a list of up to 32 values. Not every provider's `iss` is a
   * URL.
   */
  issuer: oneOrMore(issuers),
  ...unchanged,
  /**
   * The exact `aud` to accept: one value, or a list of up to 32 values. A token must have at least one of them.
   * Default: none.
   */
  audience: oneOrMore(audiences.unwrap()).default([]),
  /**
   * The workspace template, built from claims: `${org_id}:${sub}`. A claim that ends in `?`, as in `${org_id?}:${sub}`,
   * may be missing. If it is missing, the text up to the next claim is omitted too. `${org_id|o.id?}` uses the first
   * claim that exists. Default: the user claim.
   */
  workspace: workspace.unwrap().optional(),
};

// The type declarations of the package would lose the comments of the fields if TypeScript inferred these types. Both
// schemas therefore declare their types.
/** The schema of a stored auth rule without its id, revision and times. */
export const ruleContent: z.ZodObject<typeof contentFields, z.core.$strict> = z.strictObject(contentFields);

/** The schema of the auth rule that a caller passes. */
export const ruleInput: z.ZodObject<typeof inputFields, z.core.$strict> = z.strictObject(inputFields);

/** The content of a stored auth rule, with all defaults filled in. */
export type AuthRuleContent = z.output<typeof ruleContent>;

/**
 * The values from which the server creates an auth rule. An auth rule decides which of a provider's tokens the server
 * exchanges. The rule also decides to which workspace the new token belongs.
 */
export type AuthRuleInput = z.input<typeof ruleInput>;

/** A value that a required claim can have. */
export type RequiredValue = z.output<typeof requiredValue>;

/** A stored auth rule. */
export interface AuthRule extends AuthRuleContent {
  id: string;
  /**
   * The revision. It starts at 1 and increases with every change. An update contains the revision that the caller has
   * read. If the rule has changed since then, the server rejects the update.
   */
  revision: number;
  createdAt: Date;
  /** The time of the last change; null if the rule has never changed. */
  updatedAt: Date | null;
}

/**
 * Returns the workspace template that contains only the user claim. With this template, each user has one workspace.
 */
export function workspaceOf(userClaim: string): string {
  return `\${${userClaim}}`;
}
