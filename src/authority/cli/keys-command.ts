import { type Command, InvalidArgumentError } from "commander";
import { addCommonOptions, type CommonOptions } from "./common-options.ts";
import { day, printResult, table } from "./print.ts";
import { withRegistry } from "./with-registry.ts";

/** Adds `keys create|list|revoke`. */
export function addKeysCommand(program: Command): void {
  const keys = program.command("keys").description("API keys, with which a backend mints workspace tokens");

  addCommonOptions(keys.command("create").description("make an API key; it is shown this once"))
    .requiredOption("--name <name>", "what the key is for")
    .option("--expires-at <date>", "when it ends, such as 2027-01-31T00:00:00Z (default: never)", readDate)
    .action(async (options: CommonOptions & { name: string; expiresAt?: Date }) => {
      const { name, expiresAt } = options;
      const created = await withRegistry(options, (registry) =>
        registry.keys.create({ name, ...(expiresAt ? { expiresAt } : {}) }),
      );
      printResult(options.json, created, [created.key, `Id ${created.id}. Keep the key now: it is not shown again.`]);
    });

  addCommonOptions(keys.command("list").description("list API keys, without their secrets")).action(
    async (options: CommonOptions) => {
      const list = await withRegistry(options, (registry) => registry.keys.list());
      const rows = list.map((key) => [
        key.id,
        key.name,
        `sk_***${key.suffix}`,
        key.status,
        day(key.createdAt),
        day(key.lastUsedAt),
        day(key.expiresAt),
      ]);
      printResult(options.json, list, table(["ID", "NAME", "KEY", "STATUS", "CREATED", "LAST USED", "EXPIRES"], rows));
    },
  );

  addCommonOptions(keys.command("revoke").description("take an API key out of force for good"))
    .argument("<id>", "id of the key, from `keys list`")
    .action(async (id: string, options: CommonOptions) => {
      await withRegistry(options, (registry) => registry.keys.revoke(id));
      printResult(options.json, { id, revoked: true }, [`Revoked ${id}.`]);
    });
}

function readDate(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError("It must be a date, such as 2027-01-31T00:00:00Z.");
  return date;
}
