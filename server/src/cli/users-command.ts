import type { Command } from "commander";
import { settingRefusal } from "../base/setting-refusal.ts";
import type { RevocationInput } from "../revocations/revocation.ts";
import { addCommonOptions, type CommonOptions, wholeNumber } from "./common-options.ts";
import { printResult, table } from "./print.ts";
import { readDate } from "./read-date.ts";
import { BY_CLI, withServices } from "./with-services.ts";

interface SignOutOptions extends CommonOptions {
  workspace?: string;
  everyone?: boolean;
  issuedBefore?: Date;
}

/** Adds the commands `users list|sign-out|erase`. */
export function addUsersCommand(program: Command): void {
  const users = program.command("users").description("list users, sign them out and erase their data");

  addCommonOptions(users.command("list").description("count each user's threads and messages"))
    .option("--limit <n>", "maximum number of users", wholeNumber(1, 200), 50)
    .option("--after <id>", "only users whose id sorts after this one")
    .action(async ({ limit, after, ...options }: CommonOptions & { limit: number; after?: string }) => {
      const list = await withServices(options, (services) => services.threads.countByUser({ limit, after }));
      const rows = list.map(({ user_id, threads, messages, last_message_at }) => [
        ...[user_id, String(threads), String(messages), last_message_at ?? "-"],
      ]);
      printResult(options.json, list, table(["USER", "THREADS", "MESSAGES", "LAST MESSAGE"], rows));
    });

  addCommonOptions(
    users.command("sign-out").description("revoke the current tokens of a user, a workspace or everyone"),
  )
    .argument("[id]", "id of the user: the value of the claim that the auth rule reads")
    .option("--workspace <id>", "sign out a workspace with all its users")
    .option("--everyone", "sign out everyone in the project")
    .option("--issued-before <time>", "reject only tokens issued before this ISO 8601 time (default: now)", readDate)
    .requiredOption("--yes", "confirm the sign-out")
    .action(async (id: string | undefined, { workspace, everyone, issuedBefore, ...options }: SignOutOptions) => {
      const input = {
        ...chooseSubject({ id, workspace, everyone }),
        ...(issuedBefore === undefined ? {} : { issuedBefore }),
      };
      const stored = await withServices(options, (services) => services.revocations.add(input, BY_CLI));
      printResult(options.json, stored, [
        `Tokens issued before ${stored.issuedBefore.toISOString()} are rejected. Users can sign in again.`,
      ]);
    });

  addCommonOptions(
    users.command("erase").description("delete a user's threads, files, scores and run reports in every workspace"),
  )
    .argument("<id>", "id of the user: the value of the claim that the auth rule reads")
    .requiredOption("--yes", "confirm the deletion")
    .action(async (id: string, options: CommonOptions) => {
      const erased = await withServices(options, (services) => services.threads.eraseUser(id, BY_CLI));
      const { threads, messages, scores, runs } = erased;
      printResult(options.json, erased, [
        `Erased ${threads} threads, ${messages} messages in other users' threads, ${scores} scores and ${runs} run reports.`,
      ]);
    });
}

function chooseSubject(chosen: {
  id: string | undefined;
  workspace: string | undefined;
  everyone: boolean | undefined;
}): RevocationInput {
  const { id, workspace, everyone } = chosen;
  if ([id, workspace, everyone].filter((each) => each !== undefined).length !== 1) {
    const problem = "Pass exactly one of a user's id, --workspace <id> and --everyone";
    throw settingRefusal("option_invalid", { field: null, problem, remedy: "Correct the command line." });
  }
  if (id !== undefined) return { kind: "user", subject: id };
  return workspace === undefined ? { kind: "project" } : { kind: "workspace", subject: workspace };
}
