import { z } from "zod";
import { readAllowedOrigin } from "../../base/allowed-origin.ts";
import { AuthorityError, isAuthorityError } from "../../base/authority-error.ts";
import { jsonShapeOf } from "../../base/json-shape.ts";
import { type AuthRuleContent, ruleInput } from "../../rules/auth-rule.ts";
import { authRuleFor } from "../../rules/presets/auth-rule-for.ts";
import type { ProviderInputs, ProviderName } from "../../rules/presets/presets.ts";
import { type RuleSettings, readRuleInput } from "../../rules/read-rule-input.ts";
import { byField, readJson } from "../read-json.ts";

/** The fields of `AuthRuleInput`; what they may hold is checked as for any rule that is saved. */
const plainRule = z.strictObject(jsonShapeOf(ruleInput.shape));

/** A known provider's own values, as `rules add <preset>` takes them. */
const presetRule = z.strictObject({
  preset: z.string(),
  input: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.boolean()])),
});

type RuleOfFile = z.output<typeof plainRule> | z.output<typeof presetRule>;

/** Told apart by `preset` first, so that a fault names its own path and not a union's. */
const rule = z.unknown().transform((value, context): RuleOfFile => {
  const isPreset = typeof value === "object" && value !== null && "preset" in value;
  const result = (isPreset ? presetRule : plainRule).safeParse(value);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues.flatMap(byField))
    context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});

const schema = z.strictObject({
  /** For editors; not read. */
  $schema: z.string().optional(),
  rules: z.array(rule).max(256).optional(),
  allowedOrigins: z.array(z.string()).max(32).optional(),
});

/** A settings file, read and checked. */
export interface SettingsFile {
  /** Null when the file does not speak of rules. */
  readonly rules: readonly AuthRuleContent[] | null;
  /** Null when the file does not speak of origins. */
  readonly allowedOrigins: readonly string[] | null;
}

/**
 * Reads a settings file: `rules` and `allowedOrigins`, each of which may be left out.
 *
 * @throws `invalid_setting` that names an unknown field by its path; `invalid_rule` that names the rule
 */
export function readSettingsFile(text: string, settings: RuleSettings): SettingsFile {
  const { rules, allowedOrigins } = readJson(text, schema, "The settings file");
  const read = rules?.map((rule, index) => readOne(rule, index, settings)) ?? null;
  const names = read?.map(({ name }) => name) ?? [];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new AuthorityError(
      "invalid_setting",
      `The settings file has two rules of the name ${JSON.stringify(twice)}.`,
      "Give each rule a name of its own: by it the rule is known again.",
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
    `\`allowedOrigins[${index}]\` of the settings file is no origin.`,
    "Use https://host, https://*.host or http://localhost.",
  );
}
