import { type Command, Option } from "commander";
import { settingRefusal } from "../base/setting-refusal.ts";
import { CommandFailed } from "./command-failed.ts";

interface ConformOptions {
  apiKeyVariable: string;
  tokenCommand?: string;
  format: "tap" | "json";
}

/** Adds `conform`. */
export function addConformCommand(program: Command): void {
  program
    .command("conform")
    .description("examine any server of the assistant-ui API on the wire; its threads stay there")
    .argument("<url>", "base URL of the server")
    .option("--api-key-variable <name>", "environment variable that holds an API key", "ASSISTANT_API_KEY")
    .option(
      "--token-command <command>",
      "command that prints a token for $WORKSPACE_ID and $USER_ID, in place of a key",
    )
    .addOption(new Option("--format <format>", "how the report is written").choices(["tap", "json"]).default("tap"))
    .action(async (url: string, { apiKeyVariable, tokenCommand, format }: ConformOptions) => {
      const apiKey = process.env[apiKeyVariable] || null;
      if (apiKey === null && tokenCommand === undefined) {
        throw settingRefusal("option_invalid", {
          field: null,
          problem: `Neither ${apiKeyVariable} nor --token-command is set`,
          remedy: "Set one of them, so that tokens can be obtained.",
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
