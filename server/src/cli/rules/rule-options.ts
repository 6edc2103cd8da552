import { type Command, InvalidArgumentError, Option } from "commander";
import { settingRefusal } from "../../base/setting-refusal.ts";
import { type AuthRuleInput, ruleInput } from "../../rules/auth-rule.ts";
import { defaultOf, inputNameOf, isRequired, type RuleFieldName } from "../../rules/field-schema.ts";
import { type RuleField, type RuleOption, ruleFields } from "../../rules/rule-fields.ts";
import { collect } from "../common-options.ts";

/** Adds a command-line option for each of the named fields of an auth rule. */
export function addRuleOptions(command: Command, names: readonly RuleFieldName[]): Command {
  for (const [name, field, { flags, description }] of optionsOf(names)) {
    const isList = ["lines", "choices", "claims"].includes(field.kind);
    const option = new Option(flags, description + (isList ? "; may be repeated" : "") + defaultText(name));
    if (isList) option.argParser(collect);
    if (field.kind === "number") option.argParser(readNumber);
    command.addOption(option.makeOptionMandatory(isRequired(name)));
  }
  return command;
}

/**
 * Converts command-line options to fields of an auth rule. Omits a field if its option is missing. Omits an optional
 * field also if its option is an empty text. Throws `invalid_setting` if two options require the same claim.
 */
export function readRuleOptions(
  options: Readonly<Record<string, unknown>>,
  names: readonly RuleFieldName[],
): Partial<AuthRuleInput> {
  const input: Record<string, unknown> = {};
  for (const [name, field, { flags }] of optionsOf(names)) {
    const given = options[new Option(flags).attributeName()];
    if (given === undefined || (given === "" && !isRequired(name))) continue;
    input[inputNameOf(name)] = readOption(name, field, given);
  }
  return input;
}

function readOption(name: RuleFieldName, { kind }: RuleField, given: unknown): unknown {
  if (kind === "flag") return !defaultOf(ruleInput.shape[inputNameOf(name)]);
  if (kind === "claims") return readRequirements((given as string[]).map(readRequirement));
  return given;
}

function readRequirements(requirements: readonly [string, string | boolean][]): Record<string, string | boolean> {
  const names = requirements.map(([name]) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === undefined) return Object.fromEntries(requirements);
  throw settingRefusal("option_invalid", {
    field: "--require",
    problem: `names the claim ${repeated} twice`,
    remedy: "Require one value for each claim.",
  });
}

/**
 * Parses a required claim such as `email_verified=true`. Without `=`, the value is true. `true` and `false` become
 * booleans, so the command line cannot require the string "true" or "false".
 */
function readRequirement(text: string): [string, string | boolean] {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  const value = at < 0 ? "true" : text.slice(at + 1);
  return [name, value === "true" ? true : value === "false" ? false : value];
}

function readNumber(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isNaN(value)) throw new InvalidArgumentError("It must be a number.");
  return value;
}

/**
 * Formats a field's default for the help, such as ` (default: RS256 and ES256)`. Returns an empty text if the default
 * is a number or a boolean, or if the field has no default.
 */
function defaultText(name: RuleFieldName): string {
  const value = defaultOf(ruleInput.shape[inputNameOf(name)]);
  const text = Array.isArray(value) ? value.join(" and ") : value;
  return typeof text === "string" && text !== "" ? ` (default: ${text})` : "";
}

function optionsOf(names: readonly RuleFieldName[]): [RuleFieldName, RuleField, RuleOption][] {
  return names.flatMap((name): [RuleFieldName, RuleField, RuleOption][] => {
    const field: RuleField = ruleFields[name];
    return field.option === null ? [] : [[name, field, field.option]];
  });
}
