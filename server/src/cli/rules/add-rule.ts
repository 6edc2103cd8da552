import type { Command } from "commander";
import type { AuthRuleInput } from "../../rules/auth-rule.ts";
import { authRuleFor } from "../../rules/presets/auth-rule-for.ts";
import { fieldsOf, type PresetField } from "../../rules/presets/preset.ts";
import { type ProviderInputs, type ProviderName, presets } from "../../rules/presets/presets.ts";
import { addCommonOptions, type CommonOptions, gather } from "../common-options.ts";
import { printResult } from "../print.ts";
import { BY_CLI, withServices } from "../with-services.ts";

interface SharedOptions extends CommonOptions {
  workspace?: string;
  disabled?: boolean;
  allowInsecureJwks?: boolean;
}

interface CustomOptions extends SharedOptions {
  name: string;
  issuer: string[];
  jwksUrl: string;
  audience?: string[];
  audienceClaim?: string;
  anyAudience?: boolean;
  algorithm?: string[];
  userClaim?: string;
  require?: string[];
}

/** Adds `rules add <provider>`, one for each preset, and `rules add custom`, which is meant when none is named. */
export function addAddCommands(rules: Command): void {
  const add = rules.command("add").description("trust an auth provider");
  for (const provider of Object.keys(presets) as ProviderName[]) addPresetCommand(add, provider);

  // Otherwise a misspelt name would be taken for the form without one.
  add.hook("preSubcommand", () => {
    const [named] = add.args;
    if (named === undefined || named.startsWith("-")) return;
    if (named === "custom" || Object.hasOwn(presets, named)) return;
    add.error(`error: there is no preset of that name; take one of ${Object.keys(presets).join(", ")}, or custom`);
  });
  const custom = add
    .command("custom", { isDefault: true })
    .description("any provider, by its values (the default)")
    .requiredOption("--name <name>", "what the rule is for")
    .requiredOption("--issuer <iss>", "exact `iss` of the provider's tokens; may be given several times", gather)
    .requiredOption("--jwks-url <url>", "where the provider publishes its keys (public HTTPS)")
    .option("--audience <aud>", "exact `aud` of the tokens; may be given several times", gather)
    .option("--audience-claim <claim>", "claim that has the audience (default: aud)")
    .option("--any-audience", "accept tokens made for any audience")
    .option("--algorithm <alg>", "accepted algorithm; may be given several times (default: RS256 and ES256)", gather)
    .option("--user-claim <claim>", "claim that names the user (default: sub)")
    .option("--require <claim=value>", "claim that a token must have; may be given several times", gather);
  addSharedOptions(custom).action((options: CustomOptions) => save(options, toInput(options)));
}

function addPresetCommand(add: Command, provider: ProviderName): void {
  const preset = presets[provider];
  const command = add.command(provider).description(`${preset.title}, from its own values`);
  const fields = fieldsOf(preset);
  for (const [name, field] of fields) addField(command, name, field);
  command
    .option("--name <name>", `what the rule is for (default: ${preset.title})`)
    .option(
      "--organization [claim]",
      `make the workspace of organization and user${preset.organizationClaim ? ` (default claim: ${preset.organizationClaim})` : ""}`,
    );
  addSharedOptions(command).action((options: SharedOptions & Record<string, unknown>) => {
    const names = [...fields.map(([name]) => name), "name", "organization"];
    const given = Object.fromEntries(names.filter((name) => name in options).map((name) => [name, options[name]]));
    return save(options, authRuleFor(provider, given as ProviderInputs[ProviderName]));
  });
}

/** The command-line flag of a preset's field: `--project-id` of `projectId`. */
export const flagOf = (field: string) => `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function addField(command: Command, name: string, { description, example, required, many }: PresetField): void {
  const flags = `${flagOf(name)} <value>`;
  const text = `${description}, such as ${example}${many ? "; may be given several times" : ""}`;
  if (many && required) command.requiredOption(flags, text, gather);
  else if (many) command.option(flags, text, gather);
  else if (required) command.requiredOption(flags, text);
  else command.option(flags, text);
}

function addSharedOptions(command: Command): Command {
  return addCommonOptions(
    command
      .option("--workspace <template>", `workspace made of claims, such as '\${org_id?}:\${sub}' (default: the user)`)
      .option("--disabled", "save the rule without putting it in force")
      .option("--allow-insecure-jwks", "allow a JWKS URL of http:// on this machine, for development"),
  );
}

async function save(options: SharedOptions, input: AuthRuleInput): Promise<void> {
  const { workspace, disabled } = options;
  const whole = { ...input, ...(workspace ? { workspace } : {}), ...(disabled ? { enabled: false } : {}) };
  const rule = await withServices(options, ({ rules }) => rules.add(whole, BY_CLI));
  printResult(options.json, rule, [`Added ${rule.id}.`]);
}

function toInput(options: CustomOptions): AuthRuleInput {
  const { name, issuer, jwksUrl, audience, audienceClaim, anyAudience, algorithm, userClaim, require } = options;
  return {
    name,
    issuer,
    jwksUrl,
    ...(audience ? { audience } : {}),
    ...(audienceClaim ? { audienceClaim } : {}),
    ...(anyAudience ? { anyAudience } : {}),
    ...(algorithm ? { algorithms: algorithm } : {}),
    ...(userClaim ? { userClaim } : {}),
    ...(require ? { requiredClaims: Object.fromEntries(require.map(readRequirement)) } : {}),
  };
}

/** `email_verified=true` means the boolean; a text that reads `true` cannot be required here. */
function readRequirement(text: string): [string, string | boolean] {
  const at = text.indexOf("=");
  const name = at < 0 ? text : text.slice(0, at);
  const value = at < 0 ? "true" : text.slice(at + 1);
  return [name, value === "true" ? true : value === "false" ? false : value];
}
