import type { Command } from "commander";
import { findOriginWarnings } from "../base/public-suffix.ts";
import { addCommonOptions, type CommonOptions } from "./common-options.ts";
import { printResult, toWarningLine } from "./print.ts";
import { BY_CLI, withServices } from "./with-services.ts";

/** Adds the commands `origins list|add|remove`. */
export function addOriginsCommand(program: Command): void {
  const origins = program
    .command("origins")
    .description("manage the origins whose pages may call the server; if none is listed, every page may");

  addCommonOptions(origins.command("list").description("list allowed origins")).action(async (options: CommonOptions) =>
    print(options, await withServices(options, (services) => services.origins.list())),
  );
  addCommonOptions(origins.command("add").description("allow an origin"))
    .argument("<origin>", "https://host, https://*.host (its subdomains), http://localhost[:port] or an app's origin")
    .action(async (origin: string, options: CommonOptions) =>
      print(options, await withServices(options, (services) => services.origins.add(origin, BY_CLI))),
    );
  addCommonOptions(origins.command("remove").description("remove an allowed origin"))
    .argument("<origin>", "an origin, from `origins list`")
    .action(async (origin: string, options: CommonOptions) =>
      print(options, await withServices(options, (services) => services.origins.remove(origin, BY_CLI))),
    );
}

function print(options: CommonOptions, list: readonly string[]): void {
  const warnings = findOriginWarnings(list).map(toWarningLine);
  printResult(
    options.json,
    list,
    list.length > 0 ? [...list, ...warnings] : ["No origin is listed: every page may call."],
  );
}
