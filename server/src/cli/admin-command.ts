import type { Command } from "commander";
import { addCommonOptions, type CommonOptions } from "./common-options.ts";
import { formatTime, printResult, table } from "./print.ts";
import { BY_CLI, withServices } from "./with-services.ts";

const VALIDITY = "The link works once, within an hour.";

interface LinkOptions extends CommonOptions {
  issuer?: string;
}

/** Adds the commands `admin create|list|reset|remove`. */
export function addAdminCommand(program: Command): void {
  const admin = program.command("admin").description("manage the admins who sign in to the dashboard with a password");

  addLinkOptions(
    admin.command("create").description("create an admin; prints the one-time link that sets the password"),
  )
    .argument("<name>", "name to sign in with; appears in the audit log")
    .action(async (name: string, options: LinkOptions) => {
      const setUpUrl = await withServices(options, ({ setUpUrls }) =>
        setUpUrls.invite({ name, ...issuerOf(options) }, BY_CLI),
      );
      printResult(options.json, { setUpUrl }, [setUpUrl, VALIDITY]);
    });

  addCommonOptions(admin.command("list").description("list the admins who sign in with a password")).action(
    async (options: CommonOptions) => {
      const list = await withServices(options, ({ admins }) => admins.list());
      const rows = list.map(({ name, createdAt, linkValidUntil }) => [
        name,
        formatTime(createdAt),
        linkValidUntil === null ? "none" : `until ${linkValidUntil.toISOString()}`,
      ]);
      printResult(options.json, list, table(["NAME", "CREATED", "SET-UP LINK"], rows));
    },
  );

  addLinkOptions(admin.command("reset").description("create a one-time link that sets a new password"))
    .argument("[name]", "admin whose password to reset (default: the only admin, or the first one)")
    .action(async (name: string | undefined, options: LinkOptions) => {
      const setUpUrl = await withServices(options, ({ setUpUrls }) =>
        setUpUrls.create({ ...(name === undefined ? {} : { name }), ...issuerOf(options) }, BY_CLI),
      );
      printResult(options.json, { setUpUrl }, [setUpUrl, `${VALIDITY} The current password stays valid until then.`]);
    });

  addCommonOptions(admin.command("remove").description("remove an admin and end their sessions immediately"))
    .argument("<name>", "name of the admin, from `admin list`")
    .action(async (name: string, options: CommonOptions) => {
      await withServices(options, ({ admins }) => admins.remove(name, BY_CLI));
      printResult(options.json, { name, removed: true }, [`Removed ${name}.`]);
    });
}

function addLinkOptions(command: Command): Command {
  return addCommonOptions(command).option(
    "--issuer <url>",
    "public base URL of the dashboard (default: that of the running server, else http://127.0.0.1:8787)",
  );
}

const issuerOf = ({ issuer }: LinkOptions): { issuer?: string } => (issuer === undefined ? {} : { issuer });
