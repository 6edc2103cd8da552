import type { AuthRuleInput } from "../auth-rule.ts";
import type { InputReader } from "./input-reader.ts";
import type { KnownRefusals } from "./known-refusals.ts";
import type { Snippet } from "./snippet.ts";

/**
 * Defines one input of a preset: a value that an admin enters. The CLI option, the dashboard's form control and the
 * type of the input derive from this definition.
 */
export interface PresetField {
  /** The label of the form control, in the words of the provider's console. */
  readonly label: string;
  /**
   * What the value is and where an admin finds the value, as a phrase without a period at the end. Code is in
   * backticks.
   */
  readonly description: string;
  readonly example: string;
  readonly required: boolean;
  /** Whether the field accepts several values. Default: false. */
  readonly many?: true;
  /**
   * The accepted values, each with a label. The first value is the default. Without `choices`, any value is accepted.
   */
  readonly choices?: Readonly<Record<string, string>>;
  /** The initial value in forms. Default: empty. */
  readonly prefill?: string;
}

/** The fields of a preset, keyed by name, in the order of the form. */
export type PresetFields = Readonly<Record<string, PresetField>>;

/** The part of an auth rule that a preset builds. `authRuleFor` adds the name, the provider and the workspace. */
export interface PresetRule extends Omit<AuthRuleInput, "name" | "provider" | "workspace" | "enabled"> {
  /**
   * The id of the organization that every accepted token belongs to. Set this field if only the audience names the
   * organization. Default: none.
   */
  organizationId?: string;
}

/** The definition of one auth provider: the input fields, the auth rule, the setup steps and the example code. */
export interface Preset<Fields extends PresetFields = PresetFields> {
  /** The provider's name, as the provider spells it. */
  readonly title: string;
  readonly fields: Fields;
  /**
   * The setup steps in the provider's console, in order. Code is in backticks. The dashboard, the command line and the
   * provider's docs page show these steps.
   */
  readonly steps: readonly string[];
  /**
   * Whether the provider's tokens may lack an audience. If true, the dashboard's form has a checkbox for accepting any
   * audience. Default: false.
   */
  readonly mayOmitAudience?: true;
  /**
   * The names of the fields that a typical setup uses. The docs show these fields in code samples. Default: the
   * required fields.
   */
  readonly typical?: readonly string[];
  /** Notes about the setup in assistant-ui's hosted cloud, in full sentences. Default: none. */
  readonly hosted?: string;
  /**
   * Whether the provider's console shows the JWKS URL next to the issuer. If true, the dashboard's form has a field for
   * the JWKS URL. Default: false.
   */
  readonly showsJwksUrl?: true;
  /** Builds the auth rule. If an input is invalid, `read` throws `invalid_rule`. */
  rule(read: InputReader<keyof Fields & string>): PresetRule;
  /** The claim that `organization: true` selects; null if the provider has no usual organization claim. */
  readonly organizationClaim: string | null;
  /**
   * The claims that may name the organization if a token lacks `organizationClaim`. For example, older tokens of a
   * provider may have a different claim than newer tokens.
   *
   * Include claims whose value cannot become part of a workspace id, for example an array of organizations. The server
   * rejects a token that names its organization only in such a claim. If the claim were not included, the server would
   * treat the user as a user without an organization.
   */
  readonly organizationAlternatives?: readonly string[];
  /**
   * Whether every token contains `organizationClaim`. If false, the claim is optional in the workspace template, and
   * each user without an organization has a separate workspace. Default: false.
   */
  readonly alwaysHasOrganization?: true;
  /**
   * Matches the `iss` of the provider's tokens; null if the provider's issuers have no common pattern. The server uses
   * the pattern only to explain why a token is rejected.
   */
  readonly issuerPattern: RegExp | null;
  /**
   * Whether the provider's tenants share one host, so that their issuers differ only in the path. If true, the
   * explanation of a rejected token does not report a different path as a typing error. Default: false.
   */
  readonly sharesHost?: true;
  /** The typical reasons why the server refuses the provider's tokens, with remedies. */
  readonly refusals?: KnownRefusals;
  /** The example code that passes the provider's tokens to the client. */
  readonly snippet: Snippet;
}

/** The input that every preset accepts in addition to its own fields. */
export interface CommonPresetInput {
  /** The rule's name, 1 to 255 characters. Default: the provider's title. */
  name?: string;
  /**
   * Whether a user has a separate workspace in each organization. If true, the server reads the organization from the
   * provider's usual claim. If the value is a text, the server reads the organization from the claim with this name. If
   * the text ends in `?`, tokens may lack the claim. A user whose token lacks the claim has one workspace without an
   * organization. Default: false (one workspace per user).
   */
  organization?: boolean | string;
  /**
   * Whether to accept any audience, including the audiences of the provider's other apps. Must be true if the rule
   * would otherwise have no audience, for example because the input omits an optional audience. Default: false.
   */
  anyAudience?: boolean;
}

type ValueOf<Field extends PresetField> = Field extends { choices: infer Choices }
  ? keyof Choices & string
  : Field extends { many: true }
    ? string | string[]
    : string;

/** The type of a preset's input, derived from the preset's fields. */
export type InputOf<Fields extends PresetFields> = CommonPresetInput & {
  -readonly [Name in keyof Fields as Fields[Name]["required"] extends true ? Name : never]: ValueOf<Fields[Name]>;
} & {
  -readonly [Name in keyof Fields as Fields[Name]["required"] extends true ? never : Name]?: ValueOf<Fields[Name]>;
};

/** Returns the preset unchanged. TypeScript infers the names of the preset's fields. */
export const definePreset = <const Fields extends PresetFields>(preset: Preset<Fields>): Preset<Fields> => preset;

/** Returns the fields of a preset as pairs of name and field, in the order of the form. */
export const fieldsOf = ({ fields }: Preset): readonly (readonly [string, PresetField])[] => Object.entries(fields);
