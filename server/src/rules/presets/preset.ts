import type { AuthRuleInput } from "../auth-rule.ts";
import type { InputReader } from "./input-reader.ts";
import type { CommonPresetInput, ProviderInputs, ProviderName } from "./provider-inputs.ts";

/** One value that a preset takes, for `--help` and for forms. */
export interface PresetField {
  /** A sentence's worth on where to find the value. */
  readonly description: string;
  readonly example: string;
  readonly required: boolean;
  /** Whether several values can be given. */
  readonly many?: true;
}

/** The names of a provider's own fields. */
export type FieldOf<P extends ProviderName> = Exclude<keyof ProviderInputs[P], keyof CommonPresetInput> & string;

/** What a preset fills in; name, provider and workspace are filled in for all alike. */
export type PresetRule = Omit<AuthRuleInput, "name" | "provider" | "workspace" | "enabled">;

/** How one provider's values become an auth rule. */
export interface Preset<P extends ProviderName = ProviderName> {
  /** The provider's name as it writes it. */
  readonly title: string;
  readonly fields: { readonly [Field in FieldOf<P>]: PresetField };
  /** The claim that `organization: true` stands for; null where the provider has no usual one. */
  readonly organizationClaim: string | null;
  /** Whether every token has that claim; if not, users without an organization get their own workspace. */
  readonly organizationAlways?: true;
  rule(read: InputReader<FieldOf<P>>): PresetRule;
}

/** Keeps the provider's name in the type. */
export const definePreset = <P extends ProviderName>(preset: Preset<P>): Preset<P> => preset;

/** A preset's own fields by name, in the order in which they are asked for. */
export function fieldsOf(preset: { readonly fields: object }): readonly (readonly [string, PresetField])[] {
  return Object.entries(preset.fields) as [string, PresetField][];
}
