import type { AuthRuleInput } from "../auth-rule.ts";
import type { InputReader } from "./input-reader.ts";
import type { KnownRefusals } from "./known-refusals.ts";
import type { Snippet } from "./snippet.ts";

/** One input value of a preset. The input type, the CLI option and the dashboard's input derive from it. */
export interface PresetField {
  /** The label of the dashboard's input, in the words of the provider's console. */
  readonly label: string;
  /** What the value is and where to find it: a phrase without a capital letter or a full stop; code in backticks. */
  readonly description: string;
  /** A value that the preset accepts. */
  readonly example: string;
  readonly required: boolean;
  /** Accepts several values. */
  readonly many?: true;
  /** The only accepted values with their labels, the default first. */
  readonly choices?: Readonly<Record<string, string>>;
  /** The value that forms start with. Default: empty. */
  readonly prefill?: string;
}

/** A preset's fields by name, in the order of forms. */
export type PresetFields = Readonly<Record<string, PresetField>>;

/** The rule that a preset builds; name, provider and workspace work alike for every provider. */
export interface PresetRule extends Omit<AuthRuleInput, "name" | "provider" | "workspace" | "enabled"> {
  /** The organization of every token that the rule accepts, if only the audience names it. */
  organizationId?: string;
}

/** Everything that this package knows about one auth provider. */
export interface Preset<Fields extends PresetFields = PresetFields> {
  /** The provider's name as it writes it. */
  readonly title: string;
  readonly fields: Fields;
  /**
   * The steps in the provider's console, in order; code in backticks. The dashboard, the command line and the
   * provider's docs page show this text.
   */
  readonly steps: readonly string[];
  /** Its tokens may have no audience, so a rule can omit it. The user must then choose any audience explicitly. */
  readonly mayOmitAudience?: true;
  /** The fields of a common setup, for examples. Default: the required ones. */
  readonly typical?: readonly string[];
  /** How the setup differs with the hosted cloud, in full sentences. Default: no difference. */
  readonly hosted?: string;
  /** The console shows a JWKS endpoint next to the issuer, so the dashboard asks for both. */
  readonly showsJwksUrl?: true;
  /** Builds the auth rule. Throws `invalid_rule` through `read`. */
  rule(read: InputReader<keyof Fields & string>): PresetRule;
  /** The claim that `organization: true` selects; null if the provider has no usual one. */
  readonly organizationClaim: string | null;
  /**
   * Other claims with the organization: in tokens of another version, or in a form that cannot name a workspace, such
   * as a list. A token with only the latter is rejected, and never treated as one without an organization.
   */
  readonly organizationAlternatives?: readonly string[];
  /** Every token has that claim. Otherwise, users without an organization get their own workspace. */
  readonly organizationAlways?: true;
  /** Recognizes the provider by the `iss` of its tokens, for hints only; null if its issuers have no common form. */
  readonly issuerPattern: RegExp | null;
  /** Tenants share one host and differ in the path, so a similar issuer is not a typing error. */
  readonly sharesHost?: true;
  /** Why its tokens are typically refused, and the remedies. */
  readonly refusals?: KnownRefusals;
  /** How an app passes the provider's tokens to the client. */
  readonly snippet: Snippet;
}

/** The input that every preset accepts besides its own fields. */
export interface CommonPresetInput {
  /** The rule's name, 1 to 255 characters. Default: the provider's title. */
  name?: string;
  /**
   * Creates one workspace per user and organization: `true` uses the provider's usual claim, a text names another one,
   * with a trailing `?` if it may be missing (the workspace is then the user). Default: false, the workspace is the
   * user.
   */
  organization?: boolean | string;
  /**
   * Accepts any audience, including tokens for the provider's other apps. Must be set if the preset can omit the
   * audience and none is given. Default: false.
   */
  anyAudience?: boolean;
}

type ValueOf<Field extends PresetField> = Field extends { choices: infer Choices }
  ? keyof Choices & string
  : Field extends { many: true }
    ? string | string[]
    : string;

/** The input of a preset with these fields. */
export type InputOf<Fields extends PresetFields> = CommonPresetInput & {
  -readonly [Name in keyof Fields as Fields[Name]["required"] extends true ? Name : never]: ValueOf<Fields[Name]>;
} & {
  -readonly [Name in keyof Fields as Fields[Name]["required"] extends true ? never : Name]?: ValueOf<Fields[Name]>;
};

/** Declares a preset and keeps its fields in its type. */
export const definePreset = <const Fields extends PresetFields>(preset: Preset<Fields>): Preset<Fields> => preset;

/** Returns a preset's fields with their names, in the order of forms. */
export const fieldsOf = ({ fields }: Preset): readonly (readonly [string, PresetField])[] => Object.entries(fields);
