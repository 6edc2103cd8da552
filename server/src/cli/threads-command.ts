import type { Command } from "commander";
import { addCommonOptions, type CommonOptions, wholeNumber } from "./common-options.ts";
import { printResult, table } from "./print.ts";
import { BY_CLI, withServices } from "./with-services.ts";

interface ListOptions extends CommonOptions {
  archived?: boolean;
  externalId?: string;
  limit: number;
  after?: string;
}

interface DeleteOptions extends CommonOptions {
  workspace?: string;
}

interface ShowOptions extends CommonOptions {
  workspace?: string;
  format?: string;
  limit: number;
  after?: string;
}

const WORKSPACE = "workspace of the thread (default: the only one with this id)";

/** Adds the commands `threads list|show|export|import|delete`. */
export function addThreadsCommand(program: Command): void {
  const threads = program.command("threads").description("manage the threads of all workspaces");

  addCommonOptions(threads.command("list").description("list threads, latest message first"))
    .option("--archived", "list archived threads instead")
    .option("--external-id <id>", "only threads with this external id")
    .option("--limit <n>", "maximum number of threads", wholeNumber(1, 100), 20)
    .option("--after <id>", "only threads that follow this one in the list")
    .action(async ({ archived = false, externalId, limit, after, ...options }: ListOptions) => {
      const query = { archived, externalId, limit, after };
      const list = await withServices(options, (services) => services.threads.list(query));
      const rows = list.map(({ id, workspace_id, last_message_at, title }) => [
        ...[id, workspace_id, last_message_at, title ?? "-"],
      ]);
      printResult(options.json, list, table(["ID", "WORKSPACE", "LAST MESSAGE", "TITLE"], rows));
    });

  addCommonOptions(threads.command("show").description("print a thread's messages; the audit log records it"))
    .argument("<id>", "id of the thread, from `threads list`")
    .option("--workspace <id>", WORKSPACE)
    .option("--format <name>", "format of the content, such as aui/v0 or ai-sdk/v6 (default: as stored)")
    .option("--limit <n>", "maximum number of messages, newest first", wholeNumber(1, 200), 200)
    .option("--after <id>", "only messages that follow this one in the list")
    .action(async (id: string, { workspace, format, limit, after, ...options }: ShowOptions) => {
      const query = { format, limit, after };
      const list = await withServices(options, ({ threads }) => threads.viewMessages(id, query, BY_CLI, workspace));
      const shown = list.map(({ content, ...rest }) => ({ ...rest, content: JSON.parse(content) as object }));
      printResult(
        options.json,
        shown,
        shown.map((message) => JSON.stringify(message)),
      );
    });

  addCommonOptions(threads.command("export").description("write all threads and messages as JSON Lines"))
    .option("--out <file>", "file to write (default: standard output)")
    .option("--resume", "continue an interrupted export at the end of the file")
    .action(async (options: CommonOptions & { out?: string; resume?: boolean }) => {
      const { exportToFile } = await import("./threads/export-threads.ts");
      await exportToFile(options);
    });

  addCommonOptions(threads.command("import").description("add the threads and messages of an export"))
    .argument("<file>", "file of `threads export`, or - to read standard input")
    .action(async (file: string, options: CommonOptions) => {
      const { importFile } = await import("./threads/import-threads.ts");
      await importFile(file, options);
    });

  addCommonOptions(threads.command("delete").description("delete a thread with its messages"))
    .argument("<id>", "id of the thread, from `threads list`")
    .option("--workspace <id>", WORKSPACE)
    .requiredOption("--yes", "confirm the deletion")
    .action(async (id: string, { workspace, ...options }: DeleteOptions) => {
      await withServices(options, (services) => services.threads.remove(id, BY_CLI, workspace));
      printResult(options.json, { id, deleted: true }, [`Deleted ${id}.`]);
    });
}
