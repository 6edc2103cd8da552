import type { Command } from "commander";
import type { CheckResult } from "../doctor/check-result.ts";
import { CommandFailed } from "./command-failed.ts";
import { addCommonOptions, gather } from "./common-options.ts";
import type { DoctorOptions } from "./diagnose.ts";
import { printResult } from "./print.ts";

const MARKS = { ok: "ok", warning: "WARN", failed: "FAILED", skipped: "-" } as const;

/** Adds `doctor`. */
export function addDoctorCommand(program: Command): void {
  addCommonOptions(
    program
      .command("doctor")
      .description(
        "look for what would keep the authority from working; changes nothing, ends with 1 if it finds something",
      ),
  )
    .option("--url <url>", "compare this machine's clock with that URL's too, and look at its keep-alive time")
    .option("--issuer <url>", "the same as given to `serve`: the public base URL")
    .option("--origin <origin>", "origin of a page that shall be allowed; may be given several times", gather)
    .option("--allowed-origin <origin>", "the same as given to `serve`; may be given several times", gather)
    .option("--openid-issuer <url>", "the same as given to `serve`: asks that provider what it says of itself")
    .option("--allow-insecure-jwks", "allow JWKS URLs of http:// on this machine, for development")
    .action(async (options: DoctorOptions) => {
      const { diagnose } = await import("./diagnose.ts");
      const results = await diagnose(options);
      const ok = results.every(({ outcome }) => outcome !== "failed");
      printResult(options.json, { ok, checks: results }, results.flatMap(linesOf));
      if (!ok) throw new CommandFailed();
    });
}

function linesOf({ check, subject, outcome, message, remedy }: CheckResult): string[] {
  const line = `${MARKS[outcome].padEnd(6)}  ${check.padEnd(15)}  ${subject === null ? "" : `${subject}: `}${message}`;
  return remedy === null ? [line] : [line, `${" ".repeat(25)}${remedy}`];
}
