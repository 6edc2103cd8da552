import type { Command } from "commander";
import { wholeNumber } from "./common-options.ts";
import type { DevOptions } from "./dev.ts";

/** Adds `dev`. */
export function addDevCommand(program: Command): void {
  program
    .command("dev")
    .description("serve a whole cloud for development on this machine, without an account or settings")
    .option("--port <n>", "port to listen on; the next free one if it is taken", wholeNumber(1, 65_535), 8787)
    .option("--data <folder>", "where the data is kept", ".assistant-cloud")
    .option("--reset", "delete the data first")
    .option("--json", "print JSON")
    .action(async (options: DevOptions) => {
      const { dev } = await import("./dev.ts");
      await dev(options);
    });
}
