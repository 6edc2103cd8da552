import type { PresetField } from "../../rules/presets/preset.ts";
import { presets } from "../../rules/presets/presets.ts";

/** One input of a preset's form. */
export interface PresetInputField {
  name: string;
  /** Where the value is found. */
  description: string;
  example: string;
  required: boolean;
  /** Whether several values can be given. */
  many: boolean;
}

/** A provider that a rule can be made for from few inputs. */
export interface PresetInfo {
  /** What stands as `provider` in the body that makes a rule. */
  provider: string;
  title: string;
  fields: PresetInputField[];
  /** The claim that `organization: true` takes; null where one must be named. */
  organizationClaim: string | null;
}

/** The answer to `GET /admin/api/presets`. */
export interface PresetList {
  presets: PresetInfo[];
}

/** All presets, as forms need them. */
export function listPresets(): PresetInfo[] {
  return Object.entries(presets).map(([provider, { title, fields, organizationClaim }]) => ({
    provider,
    title,
    fields: Object.entries<PresetField>(fields).map(([name, field]) => ({
      name,
      description: field.description,
      example: field.example,
      required: field.required,
      many: field.many ?? false,
    })),
    organizationClaim,
  }));
}
