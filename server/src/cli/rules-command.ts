import type { Command } from "commander";
import { fieldsOf } from "../rules/presets/preset.ts";
import { presets } from "../rules/presets/presets.ts";
import { addCommonOptions, type CommonOptions } from "./common-options.ts";
import { addListOptions, type ListOptions, listPages, printNext } from "./list-pages.ts";
import { printResult, table, toWarningLine } from "./print.ts";
import { addAddCommands } from "./rules/add-rule.ts";
import { addTestCommand } from "./rules/test-token.ts";
import { BY_CLI, withServices } from "./with-services.ts";

/** Adds the commands `rules add|list|enable|disable|remove|presets|test`. */
export function addRulesCommands(rules: Command): void {
  addAddCommands(rules);
  addTestCommand(rules);

  addListOptions(addCommonOptions(rules.command("list").description("list auth rules, oldest first"))).action(
    async (options: CommonOptions & ListOptions) => {
      const { items, next, warnings } = await withServices(options, async ({ rules }) => {
        const listed = await listPages(options, rules.page);
        const isPart = options.after !== undefined || listed.next !== null;
        return { ...listed, warnings: await rules.warnings(isPart ? listed.items.map(({ id }) => id) : undefined) };
      });
      const rows = items.map((rule) => [
        rule.id,
        rule.name,
        rule.issuers.join(" "),
        rule.anyAudience ? "(any)" : rule.audiences.join(" "),
        rule.workspace,
        rule.enabled ? "enabled" : "disabled",
        rule.jwksUrl,
      ]);
      const heads = ["ID", "NAME", "ISSUER", "AUDIENCE", "WORKSPACE", "STATUS", "JWKS URL"];
      printResult(options.json, items, [...table(heads, rows), ...warnings.map(toWarningLine)]);
      printNext(next);
    },
  );

  rules
    .command("presets")
    .description("list the auth providers that `rules add` supports, and the values each needs")
    .option("--json", "print JSON")
    .action((options: { json?: boolean }) => {
      const list = Object.entries(presets).map(([provider, preset]) => ({
        provider,
        title: preset.title,
        organizationClaim: preset.organizationClaim,
        fields: fieldsOf(preset).map(([name, { description, example, required, many }]) => ({
          ...{ name, description, example, required },
          ...(many ? { many } : {}),
        })),
      }));
      const rows = list.map(({ provider, title, fields }) => [
        provider,
        title,
        fields.map(({ name, required }) => (required ? name : `[${name}]`)).join(" "),
      ]);
      printResult(options.json, list, table(["PROVIDER", "NAME", "VALUES"], rows));
    });

  for (const [verb, enabled] of [["enable", true] as const, ["disable", false] as const]) {
    addCommonOptions(rules.command(verb).description(`${verb} an auth rule`))
      .argument("<id>", "id of the rule, from `rules list`")
      .action(async (id: string, options: CommonOptions) => {
        const { rule, warnings } = await withServices(options, async ({ rules }) => {
          const rule = await rules.setEnabled(id, enabled, BY_CLI);
          return { rule, warnings: await rules.warnings([id]) };
        });
        const result = `${enabled ? "Enabled" : "Disabled"} ${id}.`;
        printResult(options.json, { ...rule, warnings }, [result, ...warnings.map(toWarningLine)]);
      });
  }

  addCommonOptions(rules.command("remove").description("remove an auth rule"))
    .argument("<id>", "id of the rule, from `rules list`")
    .action(async (id: string, options: CommonOptions) => {
      await withServices(options, (services) => services.rules.remove(id, BY_CLI));
      printResult(options.json, { id, removed: true }, [`Removed ${id}.`]);
    });
}
