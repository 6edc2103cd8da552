import type { Command } from "commander";
import { addCommonOptions } from "./common-options.ts";
import { addServeOptions, type ServeCommandOptions } from "./serve-options.ts";

/** Adds the command `serve`. */
export function addServeCommand(program: Command): void {
  const command = program.command("serve").description("serve the API over HTTP until SIGINT or SIGTERM");
  addServeOptions(addCommonOptions(command)).action(async (options: ServeCommandOptions) => {
    const { serve } = await import("./serve.ts");
    await serve(options);
  });
}
