import type { Command } from "commander";
import { createProjectList, type ProjectList } from "../projects/project-list.ts";
import { addCommonOptions, type CommonOptions, openChosenStorage } from "./common-options.ts";
import { day, printResult, table } from "./print.ts";

/** Adds `projects add|list|remove`. */
export function addProjectsCommand(program: Command): void {
  const projects = program
    .command("projects")
    .description("projects beside the default one; `serve --projects` serves each at /projects/<id>");

  addCommonOptions(projects.command("add").description("add a project"))
    .argument("<id>", "1 to 64 letters, digits, - and _")
    .option("--name <name>", "what people call it (default: the id)")
    .action(async (id: string, options: CommonOptions & { name?: string }) => {
      const { name } = options;
      const added = await withProjects(options, (list) => list.add({ id, ...(name === undefined ? {} : { name }) }));
      printResult(options.json, added, [`Added ${id}. Its keys and rules: the same commands with --project ${id}.`]);
    });

  addCommonOptions(projects.command("list").description("list projects")).action(async (options: CommonOptions) => {
    const list = await withProjects(options, (each) => each.list());
    const rows = list.map(({ id, name, createdAt, allowedOrigins }) => [
      id,
      name,
      day(createdAt),
      allowedOrigins.join(" ") || "(every page)",
    ]);
    printResult(options.json, list, table(["ID", "NAME", "CREATED", "ALLOWED ORIGINS"], rows));
  });

  addCommonOptions(
    projects.command("remove").description("delete a project with its keys, rules and visitors, for good"),
  )
    .argument("<id>", "id of the project, from `projects list`")
    .requiredOption("--yes", "say that you mean it")
    .action(async (id: string, options: CommonOptions) => {
      await withProjects(options, (list) => list.remove(id));
      printResult(options.json, { id, removed: true }, [`Removed ${id} and all that it had.`]);
    });
}

async function withProjects<T>(options: CommonOptions, work: (projects: ProjectList) => Promise<T>): Promise<T> {
  const storage = await openChosenStorage(options);
  try {
    return await work(createProjectList(storage, Date.now, "cli"));
  } finally {
    await storage.close();
  }
}
