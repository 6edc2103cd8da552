import type { Command } from "commander";
import type { CheckResult } from "../doctor/check-result.ts";
import { CommandFailed } from "./command-failed.ts";
import { addCommonOptions, collect } from "./common-options.ts";
import type { DoctorOptions } from "./diagnose.ts";
import { printResult } from "./print.ts";

const MARKS = { ok: "ok", warning: "WARN", failed: "FAILED", skipped: "-" } as const;

/** Adds the command `doctor`. */
export function addDoctorCommand(program: Command): void {
  addCommonOptions(
    program
      .command("doctor")
      .description("check the settings and the environment; changes nothing, exits with 1 if a check fails"),
  )
    .option("--url <url>", "also check the clock and the keep-alive timeout of the server at this URL")
    .option("--issuer <url>", "public base URL, as passed to `serve`")
    .option("--origin <origin>", "origin of a page to check; may be repeated", collect)
    .option("--allowed-origin <origin>", "allowed origin, as passed to `serve`; may be repeated", collect)
    .option("--openid-issuer <url>", "OpenID provider to check, as passed to `serve`")
    .option("--allow-insecure-jwks", "allow http:// JWKS URLs on this machine, for development")
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
