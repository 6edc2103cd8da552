import type { Command } from "commander";
import type { AuthRuleInput } from "../../rules/auth-rule.ts";
import { ruleFieldNames } from "../../rules/field-schema.ts";
import { authRuleFor } from "../../rules/presets/auth-rule-for.ts";
import { fieldsOf, type Preset, type PresetField } from "../../rules/presets/preset.ts";
import { type ProviderInputs, type ProviderName, presets } from "../../rules/presets/presets.ts";
import { ruleFields } from "../../rules/rule-fields.ts";
import { addCommonOptions, type CommonOptions, collect } from "../common-options.ts";
import { printResult, toWarningLine } from "../print.ts";
import { BY_CLI, withServices } from "../with-services.ts";
import { addRuleOptions, readRuleOptions } from "./rule-options.ts";

type AddOptions = CommonOptions & { allowInsecureJwks?: boolean } & Readonly<Record<string, unknown>>;

const forPresets = ruleFieldNames.filter((name) => ruleFields[name].option?.forPresets === true);

/** Adds a command `rules add <provider>` for each preset, and the default command `rules add custom`. */
export function addAddCommands(rules: Command): void {
  const add = rules.command("add").description("add an auth rule, which makes the server trust an auth provider");
  for (const provider of Object.keys(presets) as ProviderName[]) addPresetCommand(add, provider);

  // Without this check, Commander would pass a misspelled provider to the default command.
  add.hook("preSubcommand", () => {
    const [named] = add.args;
    if (named === undefined || named.startsWith("-")) return;
    if (named === "custom" || Object.hasOwn(presets, named)) return;
    add.error(`error: no preset has that name; use one of ${Object.keys(presets).join(", ")}, or custom`);
  });
  const custom = add.command("custom", { isDefault: true }).description("any provider, from all fields (the default)");
  addSharedOptions(addRuleOptions(custom, ruleFieldNames)).action((options: AddOptions) =>
    // Commander rejects a command without the options of the mandatory fields, so all of them are set.
    save(options, readRuleOptions(options, ruleFieldNames) as AuthRuleInput),
  );
}

function addPresetCommand(add: Command, provider: ProviderName): void {
  const preset = presets[provider];
  const command = add.command(provider).description(`${preset.title}, from its own values`);
  const fields = fieldsOf(preset);
  for (const [name, field] of fields) addField(command, name, field);
  command
    .option("--name <name>", `display name of the rule (default: ${preset.title})`)
    .option(
      "--organization [claim]",
      `use organization and user as the workspace${preset.organizationClaim ? ` (default claim: ${preset.organizationClaim})` : ""}`,
    );
  command.addHelpText("after", () => `\nFirst, at ${preset.title}:\n${stepsOf(preset)}\n`);
  addSharedOptions(addRuleOptions(command, forPresets)).action((options: AddOptions) => {
    const names = [...fields.map(([name]) => name), "name", "organization", "anyAudience"];
    const given = Object.fromEntries(names.filter((name) => name in options).map((name) => [name, options[name]]));
    const rule = authRuleFor(provider, given as ProviderInputs[ProviderName]);
    return save(options, { ...rule, ...readRuleOptions(options, forPresets) });
  });
}

const stepsOf = ({ steps }: Pick<Preset, "steps">) =>
  steps.map((step, index) => `  ${index + 1}. ${step.replaceAll("`", "")}`).join("\n");

/** Returns the command-line flag of a preset's field: `--project-id` for `projectId`. */
export const flagOf = (field: string) => `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function addField(command: Command, name: string, { description, example, required, many }: PresetField): void {
  const flags = `${flagOf(name)} <value>`;
  const text = `${description}, such as ${example}${many ? "; may be repeated" : ""}`;
  if (many && required) command.requiredOption(flags, text, collect);
  else if (many) command.option(flags, text, collect);
  else if (required) command.requiredOption(flags, text);
  else command.option(flags, text);
}

function addSharedOptions(command: Command): Command {
  return addCommonOptions(
    command.option("--allow-insecure-jwks", "allow an http:// JWKS URL on this machine, for development"),
  );
}

async function save(options: AddOptions, input: AuthRuleInput): Promise<void> {
  const { rule, warnings } = await withServices(options, async ({ rules }) => {
    const rule = await rules.add(input, BY_CLI);
    return { rule, warnings: await rules.warnings([rule.id]) };
  });
  printResult(options.json, { ...rule, warnings }, [`Added ${rule.id}.`, ...warnings.map(toWarningLine)]);
}
