import { isAuthorityError } from "../base/authority-error.ts";
import { CommandFailed } from "./command-failed.ts";
import { printError } from "./print.ts";
import { toOptionError } from "./to-option-error.ts";

/** Runs one command line and returns its exit code: 0 for success, 1 for failure. Rethrows unexpected errors. */
export async function runCli(args: readonly string[]): Promise<number> {
  const asJson = args.includes("--json");
  try {
    const { CommanderError } = await import("commander");
    const { createProgram } = await import("./create-program.ts");
    try {
      await (await createProgram(args)).parseAsync(args, { from: "user" });
      return 0;
    } catch (error) {
      // Commander has already printed the help or the usage error.
      if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 1;
      throw error;
    }
  } catch (error) {
    if (error instanceof CommandFailed) return 1;
    if (!isAuthorityError(error)) throw error;
    printError(toOptionError(error), asJson);
    return 1;
  }
}
