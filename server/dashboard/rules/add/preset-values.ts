import type { PresetInfo, RuleBody, RuleFieldInfo, RulePreview } from "../../../src/admin/admin-api.ts";
import { ruleInputOf } from "../edit/rule-draft.ts";

/** The values of a provider's form, by input name. */
export type PresetValues = Readonly<Record<string, string>>;

/** The names of the inputs that every provider's form has in addition to the provider's inputs. */
export const NAME = "name";
export const ORGANIZATION = "organization";
export const ENDPOINT = "jwksUrl";
export const ANY_AUDIENCE = "anyAudience";

/** Returns the initial values of a provider's form. */
export const initialValues = ({ fields }: PresetInfo): PresetValues =>
  Object.fromEntries(fields.flatMap(({ name, prefill }) => (prefill === null ? [] : [[name, prefill]])));

/** Returns whether the any-audience checkbox replaces the input with this name. */
export const isReplaced = (name: string, values: PresetValues): boolean =>
  name === "audience" && values[ANY_AUDIENCE] !== undefined;

/** Splits the text of one input into its values, which are separated by commas or spaces. */
export const splitValues = (text: string): string[] => text.split(/[\s,]+/).filter((each) => each !== "");

/** Returns the request body for a form; null while a required input, or every input of the provider, is empty. */
export function presetBodyOf(preset: PresetInfo, values: PresetValues): RuleBody | null {
  const filled = (name: string) => (values[name] ?? "").trim();
  const own = preset.fields.filter(({ name }) => filled(name) !== "");
  if (own.length === 0 || preset.fields.some(({ name, required }) => required && filled(name) === "")) return null;
  return bodyFor(preset, values);
}

/** Returns the request body for a form, even if inputs are missing. The authority then reports the missing inputs. */
export function bodyFor(preset: PresetInfo, values: PresetValues): RuleBody {
  const input: Record<string, string | string[] | boolean> = {};
  for (const { name, many } of preset.fields) {
    if (isReplaced(name, values)) continue;
    const text = (values[name] ?? "").trim();
    const several = splitValues(text);
    if (text !== "") input[name] = many && several.length > 1 ? several : (several[0] ?? text);
    // A single value is not split, because the authority rejects a space in it.
    if (!many && text !== "") input[name] = text;
  }
  const name = (values[NAME] ?? "").trim();
  if (name !== "") input[NAME] = name;
  if (values[ANY_AUDIENCE] !== undefined) input[ANY_AUDIENCE] = true;
  const claim = values[ORGANIZATION];
  if (claim !== undefined) input[ORGANIZATION] = claim.trim() === preset.organizationClaim ? true : claim.trim();
  return { kind: "preset", provider: preset.provider, input };
}

/** Returns the preset's rule with the JWKS endpoint that the admin entered; null if none was entered. */
export function withEndpoint(
  fields: readonly RuleFieldInfo[],
  preset: PresetInfo,
  values: PresetValues,
  preview: RulePreview,
): RuleBody | null {
  const typed = (values[ENDPOINT] ?? "").trim();
  if (!preset.showsJwksUrl || typed === "" || typed === preview.jwksUrl) return null;
  return { kind: "custom", rule: { ...ruleInputOf(fields, preview), jwksUrl: typed } };
}
