import { fieldsOf, type Preset } from "../../rules/presets/preset.ts";
import { presets } from "../../rules/presets/presets.ts";
import type { Snippet } from "../../rules/presets/snippet.ts";
import type { RuleFieldInfo } from "./rule-field-list.ts";

/** One input of a preset's form. */
export interface PresetInputField {
  name: string;
  label: string;
  /** What the value is and where to find it. */
  description: string;
  example: string;
  required: boolean;
  /** Accepts several values. */
  many: boolean;
  /** The only accepted values, the default first; null if any value will do. */
  choices: { value: string; label: string }[] | null;
  /** The value that the form starts with; null for none. */
  prefill: string | null;
}

/** A provider whose rule derives from a few inputs. */
export interface PresetInfo {
  /** The `provider` of the body that creates a rule. */
  provider: string;
  title: string;
  /** Steps to take in the provider's console first. */
  steps: readonly string[];
  fields: PresetInputField[];
  /** Whether the console shows a JWKS endpoint next to the issuer; the form then asks for both. */
  showsJwksUrl: boolean;
  /** Whether its tokens may have no audience; the form then has a checkbox for any audience. */
  mayOmitAudience: boolean;
  /** The claim that `organization: true` selects; null if the form must ask for a claim. */
  organizationClaim: string | null;
  /** Code that passes the provider's tokens to the client. */
  snippet: Snippet;
}

/** The answer to `GET /admin/api/presets`: the data of the rule forms. */
export interface PresetList {
  presets: PresetInfo[];
  /** The fields of every rule, with or without a preset. */
  fields: RuleFieldInfo[];
}

/** Returns all presets for the rule forms. */
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
