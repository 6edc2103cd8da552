import { fieldsOf, type Preset } from "../../rules/presets/preset.ts";
import { presets } from "../../rules/presets/presets.ts";
import type { Snippet } from "../../rules/presets/snippet.ts";
import type { RuleFieldInfo } from "./rule-field-list.ts";

/** One field of the form that creates an auth rule from a preset. */
export interface PresetInputField {
  name: string;
  label: string;
  /** The meaning of the value and where to find the value. */
  description: string;
  example: string;
  required: boolean;
  /** Whether the field accepts several values. */
  many: boolean;
  /** The accepted values, with the default first; null if any value is accepted. */
  choices: { value: string; label: string }[] | null;
  /** The initial value of the field in the form; null for none. */
  prefill: string | null;
}

/** A provider preset, which derives an auth rule from a few inputs. */
export interface PresetInfo {
  /** The value of `provider` in the body that creates a rule. */
  provider: string;
  title: string;
  /** The steps that the admin must first take in the provider's console. */
  steps: readonly string[];
  fields: PresetInputField[];
  /** Whether the provider's console shows a JWKS endpoint next to the issuer. If true, the form asks for both URLs. */
  showsJwksUrl: boolean;
  /** Whether the provider's tokens may lack an audience. If true, the form has a checkbox that accepts any audience. */
  mayOmitAudience: boolean;
  /** The claim that `organization: true` selects; null if the form must ask for a claim. */
  organizationClaim: string | null;
  /** The example code that passes the provider's tokens to the client package. */
  snippet: Snippet;
}

/** The response to `GET /admin/api/presets`: the data that the forms for auth rules need. */
export interface PresetList {
  presets: PresetInfo[];
  /** The fields of an auth rule. */
  fields: RuleFieldInfo[];
}

/** Returns all presets for the forms that create auth rules. */
export function listPresets(): PresetInfo[] {
  return Object.entries<Preset>(presets).map(([provider, preset]) => ({
    provider,
    title: preset.title,
    steps: preset.steps,
    fields: fieldsOf(preset).map(
      ([name, { label, description, example, required, many = false, choices, prefill = null }]) => ({
        ...{ name, label, description, example, required, many, prefill },
        choices: choices ? Object.entries(choices).map(([value, text]) => ({ value, label: text })) : null,
      }),
    ),
    showsJwksUrl: preset.showsJwksUrl ?? false,
    mayOmitAudience: preset.mayOmitAudience ?? false,
    organizationClaim: preset.organizationClaim,
    snippet: preset.snippet,
  }));
}
