import type { Command } from "commander";
import type { AuthRuleInput } from "../rules/auth-rule.ts";
import { addCommonOptions, type CommonOptions, gather } from "./common-options.ts";
import { printResult, table } from "./print.ts";
import { withRegistry } from "./with-registry.ts";

interface AddOptions extends CommonOptions {
  name: string;
  issuer: string[];
  jwksUrl: string;
  audience?: string[];
  anyAudience?: boolean;
  algorithm?: string[];
  userClaim?: string;
  workspace?: string;
  allowInsecureJwks?: boolean;
}

/** Adds `rules add|list|remove`. */
export function addRulesCommand(program: Command): void {
  const rules = program.command("rules").description("auth rules: which providers' ID tokens are exchanged");

  addCommonOptions(rules.command("add").description("trust an auth provider"))
    .requiredOption("--name <name>", "what the rule is for")
    .requiredOption("--issuer <iss>", "exact `iss` of the provider's tokens; may be given several times", gather)
    .requiredOption("--jwks-url <url>", "where the provider publishes its keys (public HTTPS)")
    .option("--audience <aud>", "exact `aud` of the tokens; may be given several times", gather)
    .option("--any-audience", "accept tokens made for any audience")
    .option("--algorithm <alg>", "accepted algorithm; may be given several times (default: RS256 and ES256)", gather)
    .option("--user-claim <claim>", "claim that names the user (default: sub)")
    .option("--workspace <template>", `workspace made of claims, such as '\${org_id}:\${sub}' (default: '\${sub}')`)
    .option("--allow-insecure-jwks", "allow a JWKS URL of http:// on this machine, for development")
    .action(async (options: AddOptions) => {
      const rule = await withRegistry(options, (registry) => registry.rules.add(toInput(options)));
      printResult(options.json, rule, [`Added ${rule.id}.`]);
    });

  addCommonOptions(rules.command("list").description("list auth rules")).action(async (options: CommonOptions) => {
    const list = await withRegistry(options, (registry) => registry.rules.list());
    const rows = list.map((rule) => [
      rule.id,
      rule.name,
      rule.issuers.join(" "),
      rule.anyAudience ? "(any)" : rule.audiences.join(" "),
      rule.workspace,
      rule.jwksUrl,
    ]);
    printResult(options.json, list, table(["ID", "NAME", "ISSUER", "AUDIENCE", "WORKSPACE", "JWKS URL"], rows));
  });

  addCommonOptions(rules.command("remove").description("stop trusting an auth provider"))
    .argument("<id>", "id of the rule, from `rules list`")
    .action(async (id: string, options: CommonOptions) => {
      await withRegistry(options, (registry) => registry.rules.remove(id));
      printResult(options.json, { id, removed: true }, [`Removed ${id}.`]);
    });
}

function toInput({
  name,
  issuer,
  jwksUrl,
  audience,
  anyAudience,
  algorithm,
  userClaim,
  workspace,
}: AddOptions): AuthRuleInput {
  return {
    name,
    issuer,
    jwksUrl,
    ...(audience ? { audience } : {}),
    ...(anyAudience ? { anyAudience } : {}),
    ...(algorithm ? { algorithms: algorithm } : {}),
    ...(userClaim ? { userClaim } : {}),
    ...(workspace ? { workspace } : {}),
  };
}
