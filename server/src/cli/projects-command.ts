import type { Command } from "commander";
import { addCommonOptions, type CommonOptions } from "./common-options.ts";
import { addListOptions, type ListOptions, listPages, printNext } from "./list-pages.ts";
import { formatTime, printResult, table } from "./print.ts";
import { BY_CLI, withServices } from "./with-services.ts";

/** Adds the commands `projects add|list|remove`. */
export function addProjectsCommand(program: Command): void {
  const projects = program
    .command("projects")
    .description("manage further projects; `serve --projects` serves each at /projects/<id>");

  addCommonOptions(projects.command("add").description("add a project"))
    .argument("<id>", "1 to 64 letters, digits, - and _")
    .option("--name <name>", "display name (default: the id)")
    .action(async (id: string, options: CommonOptions & { name?: string }) => {
      const { name } = options;
      const input = { id, ...(name === undefined ? {} : { name }) };
      const added = await withServices(options, (services) => services.projects.add(input, BY_CLI));
      printResult(options.json, added, [
        `Added ${id}. To manage its keys and rules, add --project ${id} to a command.`,
      ]);
    });

  addListOptions(addCommonOptions(projects.command("list").description("list projects, newest first"))).action(
    async (options: CommonOptions & ListOptions) => {
      const { items, next } = await withServices(options, ({ projects }) => listPages(options, projects.page));
      const rows = items.map(({ id, name, createdAt, allowedOrigins }) => [
        id,
        name,
        formatTime(createdAt),
        allowedOrigins.join(" ") || "(every page)",
      ]);
      printResult(options.json, items, table(["ID", "NAME", "CREATED", "ALLOWED ORIGINS"], rows));
      printNext(next);
    },
  );

  addCommonOptions(
    projects.command("remove").description("delete a project with its keys, rules and visitors; this cannot be undone"),
  )
    .argument("<id>", "id of the project, from `projects list`")
    .requiredOption("--yes", "confirm the deletion")
    .action(async (id: string, options: CommonOptions) => {
      await withServices(options, (services) => services.projects.remove(id, BY_CLI));
      printResult(options.json, { id, removed: true }, [`Removed ${id} with its keys, rules and visitors.`]);
    });
}
