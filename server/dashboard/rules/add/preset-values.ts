import type { PresetInfo, RuleBody, RuleFieldInfo, RulePreview } from "../../../src/admin/admin-api.ts";
import { ruleInputOf } from "../edit/rule-draft.ts";

/** What stands in the inputs of a provider's form, by their names. */
export type PresetValues = Readonly<Record<string, string>>;

/** Inputs that every provider's form has besides its own. */
export const NAME = "name";
export const ORGANIZATION = "organization";
export const ENDPOINT = "jwksUrl";
export const ANY_AUDIENCE = "anyAudience";

/** The values that a provider's form starts with. */
export const initialValues = ({ fields }: PresetInfo): PresetValues =>
  Object.fromEntries(fields.flatMap(({ name, prefill }) => (prefill === null ? [] : [[name, prefill]])));

/** Whether the box for any audience takes the place of an input. */
export const isReplaced = (name: string, values: PresetValues): boolean =>
  name === "audience" && values[ANY_AUDIENCE] !== undefined;

/** Several values of one input, which stand beside each other with commas or blanks between. */
export const splitValues = (text: string): string[] => text.split(/[\s,]+/).filter((each) => each !== "");

/** The body that the inputs mean; null while one that is required is empty, or none of the provider's own is filled. */
export function presetBodyOf(preset: PresetInfo, values: PresetValues): RuleBody | null {
  const filled = (name: string) => (values[name] ?? "").trim();
  const own = preset.fields.filter(({ name }) => filled(name) !== "");
  if (own.length === 0 || preset.fields.some(({ name, required }) => required && filled(name) === "")) return null;
  return bodyFor(preset, values);
}

/** The same, whatever is missing: the authority then says what. */
export function bodyFor(preset: PresetInfo, values: PresetValues): RuleBody {
  const input: Record<string, string | string[] | boolean> = {};
  for (const { name, many } of preset.fields) {
    if (isReplaced(name, values)) continue;
    const text = (values[name] ?? "").trim();
    const several = splitValues(text);
    if (text !== "") input[name] = many && several.length > 1 ? several : (several[0] ?? text);
    // A blank within one value is the authority's to refuse.
    if (!many && text !== "") input[name] = text;
  }
  const name = (values[NAME] ?? "").trim();
  if (name !== "") input[NAME] = name;
  if (values[ANY_AUDIENCE] !== undefined) input[ANY_AUDIENCE] = true;
  const claim = values[ORGANIZATION];
  if (claim !== undefined) input[ORGANIZATION] = claim.trim() === preset.organizationClaim ? true : claim.trim();
  return { kind: "preset", provider: preset.provider, input };
}

/** A rule as the preset makes it, but with the endpoint that was typed; null where none was. */
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
