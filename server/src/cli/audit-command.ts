import type { Command } from "commander";
import { addCommonOptions, type CommonOptions, wholeNumber } from "./common-options.ts";
import { formatTime, printResult, table } from "./print.ts";
import { withServices } from "./with-services.ts";

interface AuditOptions extends CommonOptions {
  limit: number;
  before?: number;
  action?: string;
}

/** Adds the command `audit`. */
export function addAuditCommand(program: Command): void {
  addCommonOptions(program.command("audit").description("list changes of settings, newest first"))
    .option("--limit <n>", "maximum number of entries, 1 to 200", wholeNumber(1, 200), 50)
    .option("--before <id>", "only entries older than this one", wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option("--action <name>", "only this action, such as rule.create, or this group, such as rule")
    .action(async (options: AuditOptions) => {
      const { limit, before, action } = options;
      const page = await withServices(options, ({ audit }) =>
        audit.list({
          limit,
          ...(before === undefined ? {} : { before }),
          ...(action === undefined ? {} : { action }),
        }),
      );
      const rows = page.entries.map((entry) => [
        String(entry.id),
        formatTime(entry.at),
        entry.admin === null ? entry.actor : `${entry.actor} ${entry.admin}`,
        entry.action,
        entry.target,
        JSON.stringify(entry.details),
      ]);
      printResult(options.json, page, table(["ID", "AT", "BY", "ACTION", "TARGET", "DETAILS"], rows));
    });
}
