import { z } from "zod";
import { readAllowedOrigin } from "../../base/allowed-origin.ts";
import { AuthorityError, isAuthorityError } from "../../base/authority-error.ts";
import { jsonShapeOf } from "../../base/json-shape.ts";
import { type AuthRuleContent, ruleInput } from "../../rules/auth-rule.ts";
import { authRuleFor } from "../../rules/presets/auth-rule-for.ts";
import type { ProviderInputs, ProviderName } from "../../rules/presets/presets.ts";
import { type RuleSettings, readRuleInput } from "../../rules/read-rule-input.ts";
import { byField, readJson } from "../read-json.ts";

/** The schema of a rule with the fields of `AuthRuleInput`. `readRuleInput` validates the values of the fields. */
const plainRule = z.strictObject(jsonShapeOf(ruleInput.shape));

/**
 * The schema of a rule that names a preset. The server builds the rule from the preset and `input`, as the command
 * `rules add` does.
 */
const presetRule = z.strictObject({
  preset: z.string(),
  input: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.boolean()])),
});

type RuleOfFile = z.output<typeof plainRule> | z.output<typeof presetRule>;

/**
 * The schema of a rule in a settings file. A rule with the field `preset` must match `presetRule`; any other rule must
 * match `plainRule`. A zod union would report one error for the whole rule. This schema reports an error for each
 * invalid field.
 */
const rule = z.unknown().transform((value, context): RuleOfFile => {
  const isPreset = typeof value === "object" && value !== null && "preset" in value;
  const result = (isPreset ? presetRule : plainRule).safeParse(value);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues.flatMap(byField))
    context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});

const schema = z.strictObject({
  /** The URL of a JSON schema, for code editors. The server ignores it. */
  $schema: z.string().optional(),
  rules: z.array(rule).max(256).optional(),
  allowedOrigins: z.array(z.string()).max(32).optional(),
});

/** The validated content of a settings file. */
export interface SettingsFile {
  /** The rules; null if the file has no `rules`. */
  readonly rules: readonly AuthRuleContent[] | null;
  /** The allowed origins; null if the file has no `allowedOrigins`. */
  readonly allowedOrigins: readonly string[] | null;
}

/**
 * Parses the JSON of a settings file and validates its rules and allowed origins. Both fields are optional.
 *
 * @throws `invalid_setting` for an invalid field, and for two rules with the same name
 * @throws `invalid_rule` for an invalid rule
 */
export function readSettingsFile(text: string, settings: RuleSettings): SettingsFile {
  const { rules, allowedOrigins } = readJson(text, schema, "The settings file");
  const read = rules?.map((rule, index) => readOne(rule, index, settings)) ?? null;
  const names = read?.map(({ name }) => name) ?? [];
  const duplicateName = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicateName !== undefined) {
    throw new AuthorityError(
      "invalid_setting",
      `The settings file has two rules with the name ${JSON.stringify(duplicateName)}.`,
      "Give each rule a unique name, which identifies it in later files.",
    );
  }
  return { rules: read, allowedOrigins: allowedOrigins?.map(readOrigin) ?? null };
}

function readOne(rule: RuleOfFile, index: number, settings: RuleSettings): AuthRuleContent {
  try {
    const input =
      "preset" in rule ? authRuleFor(rule.preset as ProviderName, rule.input as ProviderInputs[ProviderName]) : rule;
    return readRuleInput(input, settings);
  } catch (error) {
    if (!isAuthorityError(error)) throw error;
    throw new AuthorityError(error.code, `\`rules[${index}]\` of the settings file: ${error.message}`, error.remedy);
  }
}

function readOrigin(text: string, index: number): string {
  const origin = readAllowedOrigin(text);
  if (origin !== null) return origin;
  throw new AuthorityError(
    "invalid_setting",
    `\`allowedOrigins[${index}]\` of the settings file is not an origin.`,
    "Use https://host, https://*.host, http://localhost or an app's origin, such as capacitor://localhost.",
  );
}
