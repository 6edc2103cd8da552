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

/** A provider whose rule follows from a few inputs. */
export interface PresetInfo {
  /** `provider` of the body that creates a rule. */
  provider: string;
  title: string;
  /** What to do in the provider's console first. */
  steps: readonly string[];
  fields: PresetInputField[];
  /** The console shows a JWKS endpoint beside the issuer, so the form asks for both. */
  showsJwksUrl: boolean;
  /** Its tokens may have no audience: the form has a box for any audience. */
  mayOmitAudience: boolean;
  /** The claim that `organization: true` selects; null if a claim must be named. */
  organizationClaim: string | null;
  /** How an app passes the provider's tokens to the client. */
  snippet: Snippet;
}

/** The answer to `GET /admin/api/presets`: what the forms of rules need. */
export interface PresetList {
  presets: PresetInfo[];
  /** The fields of every rule, whatever made it. */
  fields: RuleFieldInfo[];
}

/** All presets, as forms need them. */
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
