import { type Command, Option } from "commander";
import { addCommonOptions, type CommonOptions } from "./common-options.ts";
import { addListOptions, type ListOptions, listPages, printNext } from "./list-pages.ts";
import { formatTime, printResult, table } from "./print.ts";
import { readDate } from "./read-date.ts";
import { durationBetween } from "./read-duration.ts";
import { BY_CLI, withServices } from "./with-services.ts";

const YEAR_SECONDS = 31_536_000;

/** Adds the commands `keys create|list|rotate|revoke`. */
export function addKeysCommand(program: Command): void {
  const keys = program.command("keys").description("manage the API keys with which a backend mints workspace tokens");

  addCommonOptions(keys.command("create").description("create an API key and print it once"))
    .requiredOption("--name <name>", "display name")
    .addOption(expiresIn())
    .option("--expires-at <date>", "when the key expires, such as 2027-01-31T00:00:00Z", readDate)
    .action(async (options: CommonOptions & ExpiryOptions & { name: string }) => {
      const { name } = options;
      const created = await withServices(options, ({ keys }) => keys.create({ name, ...readExpiry(options) }, BY_CLI));
      printResult(options.json, created, [created.key, `Id ${created.id}. Store the key now: it is not shown again.`]);
    });

  addListOptions(
    addCommonOptions(keys.command("list").description("list API keys without their secrets, newest first")),
  ).action(async (options: CommonOptions & ListOptions) => {
    const { items, next } = await withServices(options, ({ keys }) => listPages(options, keys.page));
    const rows = items.map((key) => [
      key.id,
      key.name,
      `sk_***${key.suffix}`,
      key.status,
      formatTime(key.createdAt),
      formatTime(key.lastUsedAt),
      formatTime(key.expiresAt),
    ]);
    printResult(options.json, items, table(["ID", "NAME", "KEY", "STATUS", "CREATED", "LAST USED", "EXPIRES"], rows));
    printNext(next);
  });

  addCommonOptions(keys.command("rotate").description("rotate a key; the old one stays valid during the overlap"))
    .argument("<id>", "id of the key, from `keys list`")
    .option("--overlap <time>", "how long the old key stays valid, 0s to 30d", durationBetween(0, 30 * 86_400), 86_400)
    .addOption(expiresIn("the lifetime of the old key"))
    .action(async (id: string, options: CommonOptions & ExpiryOptions & { overlap: number }) => {
      const created = await withServices(options, ({ keys }) =>
        keys.rotate(id, { overlapSeconds: options.overlap, ...readExpiry(options) }, BY_CLI),
      );
      printResult(options.json, created, [created.key, `Id ${created.id}. Store the key now: it is not shown again.`]);
    });

  addCommonOptions(keys.command("revoke").description("revoke an API key; this cannot be undone"))
    .argument("<id>", "id of the key, from `keys list`")
    .action(async (id: string, options: CommonOptions) => {
      await withServices(options, ({ keys }) => keys.revoke(id, BY_CLI));
      printResult(options.json, { id, revoked: true }, [`Revoked ${id}.`]);
    });
}

interface ExpiryOptions {
  expires?: number;
  expiresAt?: Date;
}

function expiresIn(defaultLifetime = "never") {
  return new Option("--expires <time>", `lifetime of the key, such as 7d, 30d, 90d or 1y (default: ${defaultLifetime})`)
    .argParser(durationBetween(60, 10 * YEAR_SECONDS))
    .conflicts("expiresAt");
}

/**
 * Returns the expiry date that the options set. Call this function after opening the database. Opening the database may
 * take seconds, and the lifetime `expires` starts with this call.
 */
function readExpiry({ expires, expiresAt }: ExpiryOptions): { expiresAt?: Date } {
  if (expires !== undefined) return { expiresAt: new Date(Date.now() + expires * 1000) };
  return expiresAt === undefined ? {} : { expiresAt };
}
