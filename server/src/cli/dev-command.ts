import type { Command } from "commander";
import { wholeNumber } from "./common-options.ts";
import type { DevOptions } from "./dev.ts";

/** Adds the command `dev`. */
export function addDevCommand(program: Command): void {
  program
    .command("dev")
    .description("serve a complete cloud for local development; needs no account and no settings")
    .option("--port <n>", "port to listen on; if it is in use, the next free one", wholeNumber(1, 65_535), 8787)
    .option("--data <folder>", "folder of the data", ".assistant-cloud")
    .option("--reset", "delete the data first")
    .option("--json", "print JSON")
    .action(async (options: DevOptions) => {
      const { dev } = await import("./dev.ts");
      await dev(options);
    });
}
