import type { Command } from "commander";
import { createDashboardLinks } from "../admin/dashboard-links.ts";
import { addCommonOptions, type CommonOptions } from "./common-options.ts";
import { printResult } from "./print.ts";
import { withRegistry } from "./with-registry.ts";

/** Adds `admin reset`. */
export function addAdminCommand(program: Command): void {
  const admin = program.command("admin").description("who may change settings in the dashboard");

  addCommonOptions(
    admin
      .command("reset")
      .description(
        "make a one-time link that sets another password; an embedded database must not be served meanwhile",
      ),
  )
    .option("--issuer <url>", "public base URL of the authority, where the dashboard is", "http://127.0.0.1:8787")
    .action(async (options: CommonOptions & { issuer: string }) => {
      const setUpUrl = await withRegistry(
        options,
        ({ storage, settings }) => createDashboardLinks(storage, settings, "cli").createSetUpLink(),
        { issuer: options.issuer },
      );
      printResult(options.json, { setUpUrl }, [
        setUpUrl,
        "It works once, within an hour. The present password counts until then.",
      ]);
    });
}
