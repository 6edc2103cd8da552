import type { Command } from "commander";
import { addCommonOptions, type CommonOptions } from "./common-options.ts";
import { printResult } from "./print.ts";
import { BY_CLI, withServices } from "./with-services.ts";

/** Adds `admin reset`. */
export function addAdminCommand(program: Command): void {
  const admin = program.command("admin").description("who may change settings in the dashboard");

  addCommonOptions(admin.command("reset").description("create a one-time link that sets a new password"))
    .option(
      "--issuer <url>",
      "public base URL of the dashboard (default: that of the running server, else http://127.0.0.1:8787)",
    )
    .action(async (options: CommonOptions & { issuer?: string }) => {
      const { issuer } = options;
      const setUpUrl = await withServices(options, ({ setUpUrls }) =>
        setUpUrls.create(issuer === undefined ? {} : { issuer }, BY_CLI),
      );
      printResult(options.json, { setUpUrl }, [
        setUpUrl,
        "It works once, within an hour. The current password stays valid until then.",
      ]);
    });
}
