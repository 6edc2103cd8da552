import { PROVIDER_ALGORITHMS } from "../../../src/verify/jwt/parse-jwt.ts";
import type { AuthRuleContent } from "./auth-rule.ts";
import type { RuleFieldName } from "./field-schema.ts";

/**
 * How the value of a field is entered and printed. `lines` is a list of arbitrary texts. `choices` is a list of
 * predefined texts. `claims` are pairs of claim and value.
 */
export type RuleFieldKind = "text" | "number" | "flag" | "lines" | "choices" | "claims";

type KindOf<Value> = Value extends boolean
  ? "flag"
  : Value extends number
    ? "number"
    : Value extends string
      ? "text"
      : Value extends readonly string[]
        ? "lines" | "choices"
        : "claims";

/** How forms, lists and the command line present a field. */
export interface RuleField<Kind extends RuleFieldKind = RuleFieldKind> {
  /** The display name, in sentence case. */
  readonly label: string;
  readonly kind: Kind;
  /** The accepted values of a field of kind `choices`. */
  readonly choices?: readonly string[];
  /**
   * The form control. `hint` is its help text, which may contain code in backticks. If `control` is null, forms show no
   * control and do not change the stored value.
   */
  readonly control: { readonly hint: string; readonly placeholder?: string } | null;
  /**
   * The field of kind `flag` that replaces this field, such as `anyAudience` for `audiences`. While the flag is set,
   * forms neither show nor send this field. Default: none.
   */
  readonly replacedBy?: RuleFieldName;
  /**
   * When the dashboard shows the stored value outside forms: always, only if it differs from the default (`unusual`),
   * only if all details are shown (`details`), or never.
   */
  readonly printed: "always" | "unusual" | "details" | "never";
  /** The option of `rules add custom` that sets the field; null if there is no such option. */
  readonly option: RuleOption | null;
}

/** A command-line option for a field. For a field of kind `flag`, the option sets the opposite of the default. */
export interface RuleOption {
  readonly flags: `--${string}`;
  readonly description: string;
  /** Whether `rules add <preset>` also accepts the option. Default: false. */
  readonly forPresets?: true;
}

/** The presentation of all fields of an auth rule. Forms, help texts and lists show the fields in this order. */
export const ruleFields: {
  readonly [Name in RuleFieldName]: RuleField<KindOf<NonNullable<AuthRuleContent[Name]>>>;
} = {
  name: {
    label: "Name",
    kind: "text",
    control: { hint: "Display name.", placeholder: "My provider" },
    printed: "never",
    option: { flags: "--name <name>", description: "display name" },
  },
  provider: { label: "Provider", kind: "text", control: null, printed: "never", option: null },
  issuers: {
    label: "Issuer",
    kind: "lines",
    control: {
      hint: "The exact `iss` of the tokens, including any trailing slash. Enter several one per line.",
      placeholder: "https://id.example.com",
    },
    printed: "always",
    option: { flags: "--issuer <iss>", description: "exact `iss` of the provider's tokens" },
  },
  jwksUrl: {
    label: "JWKS endpoint",
    kind: "text",
    control: {
      hint: "Where the provider publishes its public keys: `jwks_uri` of its discovery document.",
      placeholder: "https://id.example.com/.well-known/jwks.json",
    },
    printed: "always",
    option: { flags: "--jwks-url <url>", description: "where the provider publishes its keys (public HTTPS)" },
  },
  audiences: {
    label: "Audience",
    kind: "lines",
    control: {
      hint: "The exact `aud` of the tokens. Enter several one per line; a token must have one of them.",
      placeholder: "assistant-ui",
    },
    replacedBy: "anyAudience",
    printed: "always",
    option: { flags: "--audience <aud>", description: "exact `aud` of the tokens" },
  },
  anyAudience: {
    label: "Any audience",
    kind: "flag",
    control: { hint: "Accept any audience, including tokens issued for your other apps" },
    printed: "never",
    option: { flags: "--any-audience", description: "accept tokens made for any audience", forPresets: true },
  },
  algorithms: {
    label: "Algorithms",
    kind: "choices",
    choices: PROVIDER_ALGORITHMS,
    control: { hint: "The signing algorithms that the rule accepts." },
    printed: "details",
    option: { flags: "--algorithm <alg>", description: "accepted algorithm" },
  },
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the template language of workspaces
  workspace: {
    label: "Workspace",
    kind: "text",
    control: {
      hint: "Made of claims: `${sub}`, or `${org_id?}:${sub}` if `org_id` may be missing.",
      placeholder: "${sub}",
    },
    printed: "always",
    option: {
      flags: "--workspace <template>",
      description: "workspace made of claims, such as '${org_id?}:${sub}' (default: the user)",
      forPresets: true,
    },
  },
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: only workspaces are templates
  userClaim: {
    label: "User claim",
    kind: "text",
    control: { hint: "The claim that names the user.", placeholder: "sub" },
    printed: "details",
    option: { flags: "--user-claim <claim>", description: "claim that names the user" },
  },
  audienceClaim: {
    label: "Audience claim",
    kind: "text",
    control: { hint: "The claim that holds the audience: `aud`, or another such as `client_id`.", placeholder: "aud" },
    printed: "unusual",
    option: { flags: "--audience-claim <claim>", description: "claim with the audience" },
  },
  requiredClaims: {
    label: "Required claims",
    kind: "claims",
    control: {
      hint: "Claims that must have a value, one per line: `token_use = id`. A claim written with `?` may be missing.",
      placeholder: "token_use = id",
    },
    printed: "details",
    option: { flags: "--require <claim=value>", description: "claim that a token must have" },
  },
  enabled: {
    label: "Enabled",
    kind: "flag",
    control: null,
    printed: "never",
    option: { flags: "--disabled", description: "save the rule disabled", forPresets: true },
  },
};
