import { type Command, Option } from "commander";
import { settingRefusal } from "../base/setting-refusal.ts";
import { CommandFailed } from "./command-failed.ts";

interface ConformOptions {
  apiKeyVariable: string;
  tokenCommand?: string;
  format: "tap" | "json";
}

/** Adds the command `conform`. */
export function addConformCommand(program: Command): void {
  program
    .command("conform")
    .description("test any server of the assistant-ui API over HTTP; the test threads stay on it")
    .argument("<url>", "base URL of the server")
    .option("--api-key-variable <name>", "environment variable that holds an API key", "ASSISTANT_API_KEY")
    .option(
      "--token-command <command>",
      "command that prints a token for $WORKSPACE_ID and $USER_ID; used instead of an API key",
    )
    .addOption(new Option("--format <format>", "format of the report").choices(["tap", "json"]).default("tap"))
    .action(async (url: string, { apiKeyVariable, tokenCommand, format }: ConformOptions) => {
      const apiKey = process.env[apiKeyVariable] || null;
      if (apiKey === null && tokenCommand === undefined) {
        throw settingRefusal("option_invalid", {
          field: null,
          problem: `Neither ${apiKeyVariable} nor --token-command is set`,
          remedy: "Set one of them; the tests need tokens.",
        });
      }
      const { runConformance } = await import("../conform/run-conformance.ts");
      const { formatJsonReport, formatTapLine } = await import("../conform/format-report.ts");
      let count = 0;
      if (format === "tap") process.stdout.write("TAP version 14\n");
      const target = { baseUrl: url.replace(/(?<!\/)\/+$/, ""), apiKey, tokenCommand: tokenCommand ?? null };
      const assertions = await runConformance(target, (assertion) => {
        count++;
        if (format === "tap") process.stdout.write(`${formatTapLine(assertion, count)}\n`);
      });
      process.stdout.write(format === "tap" ? `1..${count}\n` : `${formatJsonReport(assertions)}\n`);
      if (assertions.some(({ ok }) => !ok)) throw new CommandFailed();
    });
}
