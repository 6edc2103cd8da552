import type { Command } from "commander";
import { addCommonOptions, type CommonOptions } from "./common-options.ts";
import { printResult } from "./print.ts";
import { withRegistry } from "./with-registry.ts";

/** Adds `origins list|add|remove`. */
export function addOriginsCommand(program: Command): void {
  const origins = program
    .command("origins")
    .description("pages that may call from a browser; with none, every page may");

  addCommonOptions(origins.command("list").description("list allowed origins")).action(async (options: CommonOptions) =>
    print(options, await withRegistry(options, (registry) => registry.origins.list())),
  );
  addCommonOptions(origins.command("add").description("allow a page's origin"))
    .argument("<origin>", "https://host, https://*.host (below that host) or http://localhost[:port]")
    .action(async (origin: string, options: CommonOptions) =>
      print(options, await withRegistry(options, (registry) => registry.origins.add(origin))),
    );
  addCommonOptions(origins.command("remove").description("stop allowing a page's origin"))
    .argument("<origin>", "an origin, from `origins list`")
    .action(async (origin: string, options: CommonOptions) =>
      print(options, await withRegistry(options, (registry) => registry.origins.remove(origin))),
    );
}

function print(options: CommonOptions, list: readonly string[]): void {
  printResult(options.json, list, list.length > 0 ? list : ["No origin is listed: every page may call."]);
}
