import type { Command } from "commander";
import { addCommonOptions, type CommonOptions, wholeNumber } from "./common-options.ts";
import { printResult, table } from "./print.ts";
import { BY_CLI, withServices } from "./with-services.ts";

/** Adds `users list|erase`. */
export function addUsersCommand(program: Command): void {
  const users = program.command("users").description("who has written in threads");

  addCommonOptions(users.command("list").description("count each user's threads and messages"))
    .option("--limit <n>", "how many users", wholeNumber(1, 200), 50)
    .option("--after <id>", "only users whose id comes after this one")
    .action(async ({ limit, after, ...options }: CommonOptions & { limit: number; after?: string }) => {
      const list = await withServices(options, (services) => services.threads.countByUser({ limit, after }));
      const rows = list.map(({ user_id, threads, messages, last_message_at }) => [
        ...[user_id, String(threads), String(messages), last_message_at ?? "-"],
      ]);
      printResult(options.json, list, table(["USER", "THREADS", "MESSAGES", "LAST MESSAGE"], rows));
    });

  addCommonOptions(
    users.command("erase").description("delete a user's threads, files, scores and reports, in every workspace"),
  )
    .argument("<id>", "id of the user: the claim that the auth rule reads")
    .requiredOption("--yes", "say that you mean it")
    .action(async (id: string, options: CommonOptions) => {
      const erased = await withServices(options, (services) => services.threads.eraseUser(id, BY_CLI));
      const { threads, messages, scores, runs } = erased;
      printResult(options.json, erased, [
        `Erased ${threads} threads, ${messages} messages in threads of others, ${scores} scores and ${runs} run reports.`,
      ]);
    });
}
