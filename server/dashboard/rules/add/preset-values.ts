import type { PresetInfo, RuleBody, RuleFieldInfo, RulePreview } from "../../../src/admin/admin-api.ts";
import { ruleInputOf } from "../edit/rule-draft.ts";

/** The text that the admin has entered in a preset's form, keyed by field name. */
export type PresetValues = Readonly<Record<string, string>>;

/** This and the next three constants are names of form fields that are not fields of the preset. */
export const NAME = "name";
export const ORGANIZATION = "organization";
export const ENDPOINT = "jwksUrl";
export const ANY_AUDIENCE = "anyAudience";

/** Returns the initial values of a preset's form. */
export const initialValues = ({ fields }: PresetInfo): PresetValues =>
  Object.fromEntries(fields.flatMap(({ name, prefill }) => (prefill === null ? [] : [[name, prefill]])));

/** Returns whether the form hides a field. The form hides the audience field while the any-audience checkbox is on. */
export const isReplaced = (name: string, values: PresetValues): boolean =>
  name === "audience" && values[ANY_AUDIENCE] !== undefined;

/** Splits the text of a field into several values. Commas and spaces separate them. */
export const splitValues = (text: string): string[] => text.split(/[\s,]+/).filter((each) => each !== "");

/**
 * Returns the body of a request to `/rules`. Returns null while a required field is empty. Also returns null while all
 * of the preset's fields are empty.
 */
export function presetBodyOf(preset: PresetInfo, values: PresetValues): RuleBody | null {
  const filled = (name: string) => (values[name] ?? "").trim();
  const own = preset.fields.filter(({ name }) => filled(name) !== "");
  if (own.length === 0 || preset.fields.some(({ name, required }) => required && filled(name) === "")) return null;
  return bodyFor(preset, values);
}

/**
 * Returns the body of a request to `/rules`, even if fields are empty. The authority then reports the missing fields.
 */
export function bodyFor(preset: PresetInfo, values: PresetValues): RuleBody {
  const input: Record<string, string | string[] | boolean> = {};
  for (const { name, many } of preset.fields) {
    if (isReplaced(name, values)) continue;
    const text = (values[name] ?? "").trim();
    const several = splitValues(text);
    if (text !== "") input[name] = many && several.length > 1 ? several : (several[0] ?? text);
    // A field for one value is sent as entered. If it contains a space, the authority rejects it.
    if (!many && text !== "") input[name] = text;
  }
  const name = (values[NAME] ?? "").trim();
  if (name !== "") input[NAME] = name;
  if (values[ANY_AUDIENCE] !== undefined) input[ANY_AUDIENCE] = true;
  const claim = values[ORGANIZATION];
  if (claim !== undefined) input[ORGANIZATION] = claim.trim() === preset.organizationClaim ? true : claim.trim();
  return { kind: "preset", provider: preset.provider, input };
}

/**
 * Returns a request body for a rule with the JWKS endpoint that the admin entered. Returns null if the form has no
 * endpoint field, or if this field is empty. Also returns null if the entered endpoint equals the preset's endpoint.
 *
 * @param preview the rule that the preset builds without the entered endpoint
 */
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
