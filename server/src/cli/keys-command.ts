import { type Command, InvalidArgumentError, Option } from "commander";
import { addCommonOptions, type CommonOptions } from "./common-options.ts";
import { addListOptions, type ListOptions, listPages, printNext } from "./list-pages.ts";
import { day, printResult, table } from "./print.ts";
import { durationBetween } from "./read-duration.ts";
import { BY_CLI, withServices } from "./with-services.ts";

const YEAR_SECONDS = 31_536_000;

/** Adds `keys create|list|rotate|revoke`. */
export function addKeysCommand(program: Command): void {
  const keys = program.command("keys").description("API keys, with which a backend mints workspace tokens");

  addCommonOptions(keys.command("create").description("make an API key; it is shown this once"))
    .requiredOption("--name <name>", "what the key is for")
    .addOption(expiresIn())
    .option("--expires-at <date>", "when it ends, such as 2027-01-31T00:00:00Z", readDate)
    .action(async (options: CommonOptions & ExpiryOptions & { name: string }) => {
      const { name } = options;
      const created = await withServices(options, ({ keys }) => keys.create({ name, ...readExpiry(options) }, BY_CLI));
      printResult(options.json, created, [created.key, `Id ${created.id}. Keep the key now: it is not shown again.`]);
    });

  addListOptions(
    addCommonOptions(keys.command("list").description("list API keys, newest first, without their secrets")),
  ).action(async (options: CommonOptions & ListOptions) => {
    const { items, next } = await withServices(options, ({ keys }) => listPages(options, keys.page));
    const rows = items.map((key) => [
      key.id,
      key.name,
      `sk_***${key.suffix}`,
      key.status,
      day(key.createdAt),
      day(key.lastUsedAt),
      day(key.expiresAt),
    ]);
    printResult(options.json, items, table(["ID", "NAME", "KEY", "STATUS", "CREATED", "LAST USED", "EXPIRES"], rows));
    printNext(next);
  });

  addCommonOptions(keys.command("rotate").description("make a key in place of another, which counts on for a while"))
    .argument("<id>", "id of the key, from `keys list`")
    .option("--overlap <time>", "how long the old key still counts, 0s to 30d", durationBetween(0, 30 * 86_400), 86_400)
    .addOption(expiresIn("as long as the old one was given"))
    .action(async (id: string, options: CommonOptions & ExpiryOptions & { overlap: number }) => {
      const created = await withServices(options, ({ keys }) =>
        keys.rotate(id, { overlapSeconds: options.overlap, ...readExpiry(options) }, BY_CLI),
      );
      printResult(options.json, created, [created.key, `Id ${created.id}. Keep the key now: it is not shown again.`]);
    });

  addCommonOptions(keys.command("revoke").description("take an API key out of force for good"))
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

function expiresIn(otherwise = "never") {
  return new Option("--expires <time>", `how long it lives, such as 7d, 30d, 90d or 1y (default: ${otherwise})`)
    .argParser(durationBetween(60, 10 * YEAR_SECONDS))
    .conflicts("expiresAt");
}

/** To be called once the database is open, which may take seconds. */
function readExpiry({ expires, expiresAt }: ExpiryOptions): { expiresAt?: Date } {
  if (expires !== undefined) return { expiresAt: new Date(Date.now() + expires * 1000) };
  return expiresAt === undefined ? {} : { expiresAt };
}

function readDate(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError("It must be a date, such as 2027-01-31T00:00:00Z.");
  return date;
}
