import type { AuthRuleInput } from "../auth-rule.ts";
import type { InputReader } from "./input-reader.ts";
import type { KnownRefusals } from "./known-refusals.ts";
import type { Snippet } from "./snippet.ts";

/** One input value of a preset. The input type, the CLI option and the dashboard's input derive from it. */
export interface PresetField {
  /** The label of the dashboard's input, in the words of the provider's console. */
  readonly label: string;
  /**
   * The meaning of the value and where to find it: a phrase without a capital letter or a full stop, with code in
   * backticks.
   */
  readonly description: string;
  /** An example of a value that the preset accepts. */
  readonly example: string;
  readonly required: boolean;
  /** Whether the field accepts several values. Default: false. */
  readonly many?: true;
  /** The accepted values with their labels. The first value is the default. If omitted, any value is accepted. */
  readonly choices?: Readonly<Record<string, string>>;
  /** The initial value in forms. Default: empty. */
  readonly prefill?: string;
}

/** A preset's fields by name, in the order of forms. */
export type PresetFields = Readonly<Record<string, PresetField>>;

/** The rule that a preset builds. Omits the fields that are handled alike for every provider. */
export interface PresetRule extends Omit<AuthRuleInput, "name" | "provider" | "workspace" | "enabled"> {
  /**
   * The organization of every token that the rule accepts. Set only if tokens contain the organization only in their
   * audience.
   */
  organizationId?: string;
}

/** The definition of one auth provider: its inputs, its rule and its texts. */
export interface Preset<Fields extends PresetFields = PresetFields> {
  /** The provider's name, as the provider spells it. */
  readonly title: string;
  readonly fields: Fields;
  /**
   * The steps in the provider's console, in order, with code in backticks. The dashboard, the command line and the
   * provider's docs page show this text.
   */
  readonly steps: readonly string[];
  /**
   * Whether the provider's tokens may lack an audience. A rule can then omit the audience if the admin explicitly
   * accepts any audience. Default: false.
   */
  readonly mayOmitAudience?: true;
  /** The names of the fields in a typical setup, for examples. Default: the required fields. */
  readonly typical?: readonly string[];
  /** The differences in the setup for the hosted cloud, in full sentences. Default: none. */
  readonly hosted?: string;
  /**
   * Whether the provider's console shows a JWKS endpoint next to the issuer. The dashboard then asks for both URLs.
   * Default: false.
   */
  readonly showsJwksUrl?: true;
  /** Builds the auth rule. If an input is invalid, `read` throws `invalid_rule`. */
  rule(read: InputReader<keyof Fields & string>): PresetRule;
  /** The claim that `organization: true` selects; null if the provider has no usual organization claim. */
  readonly organizationClaim: string | null;
  /**
   * Other claims that contain the organization. Some appear in tokens of another version. Others have a form that
   * cannot become part of a workspace id, such as a list. A token that contains only a claim of such a form is
   * rejected. Otherwise, the token would be treated as a token without an organization.
   */
  readonly organizationAlternatives?: readonly string[];
  /**
   * Whether every token contains the usual organization claim. If not, users without an organization get their own
   * workspace. Default: false.
   */
  readonly organizationAlways?: true;
  /** Matches the `iss` of the provider's tokens, for hints only; null if its issuers have no common form. */
  readonly issuerPattern: RegExp | null;
  /**
   * Whether tenants share one host, so that their issuers differ only in the path. A similar issuer is then not a
   * typing error. Default: false.
   */
  readonly sharesHost?: true;
  /** The typical reasons why the provider's tokens are refused, with remedies. */
  readonly refusals?: KnownRefusals;
  /** The code with which an app passes the provider's tokens to the client. */
  readonly snippet: Snippet;
}

/** The input that every preset accepts besides its own fields. */
export interface CommonPresetInput {
  /** The rule's name, 1 to 255 characters. Default: the provider's title. */
  name?: string;
  /**
   * Whether each user has a separate workspace per organization. With `true`, the provider's usual claim contains the
   * organization. A text is the name of another claim. With a trailing `?`, the claim may be missing; the user then has
   * one workspace without an organization. Default: false (one workspace per user).
   */
  organization?: boolean | string;
  /**
   * Whether to accept any audience, including the audiences of the provider's other apps. It must be true if the
   * preset's audience is optional and not set. Default: false.
   */
  anyAudience?: boolean;
}

type ValueOf<Field extends PresetField> = Field extends { choices: infer Choices }
  ? keyof Choices & string
  : Field extends { many: true }
    ? string | string[]
    : string;

/** The type of a preset's input, which derives from the preset's fields. */
export type InputOf<Fields extends PresetFields> = CommonPresetInput & {
  -readonly [Name in keyof Fields as Fields[Name]["required"] extends true ? Name : never]: ValueOf<Fields[Name]>;
} & {
  -readonly [Name in keyof Fields as Fields[Name]["required"] extends true ? never : Name]?: ValueOf<Fields[Name]>;
};

/** Returns the given preset, typed with its own fields. */
export const definePreset = <const Fields extends PresetFields>(preset: Preset<Fields>): Preset<Fields> => preset;

/** Returns a preset's fields with their names, in the order of forms. */
export const fieldsOf = ({ fields }: Preset): readonly (readonly [string, PresetField])[] => Object.entries(fields);
