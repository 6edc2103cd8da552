import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import { AuthorityError } from "../../base/authority-error.ts";
import type { TokenCheck, TokenReport } from "../../explain/token-report.ts";
import { addCommonOptions, type CommonOptions } from "../common-options.ts";
import { printResult } from "../print.ts";
import { withServices } from "../with-services.ts";

interface TestOptions extends CommonOptions {
  allowInsecureJwks?: boolean;
}

/** Adds the command `rules test <token>`. */
export function addTestCommand(rules: Command): void {
  addCommonOptions(
    rules
      .command("test")
      .description("check a provider's token against the auth rules and print the reasons")
      .argument("<token>", "the token, or - to read it from standard input, which keeps it out of the shell's history")
      .option("--allow-insecure-jwks", "allow an http:// JWKS URL on this machine, for development"),
  ).action(async (token: string, options: TestOptions) => {
    const { allowInsecureJwks = false, ...rest } = options;
    const given = token === "-" ? await readAll(process.stdin) : token;
    const { explainToken } = await import("../../explain/explain-token.ts");
    const { fetchJwks } = await import("../../jwks/fetch-jwks.ts");
    const { readProviderNetwork } = await import("../../config/provider-network-settings.ts");
    const network = readProviderNetwork({});
    const report = await withServices(rest, async ({ rules, revocations }) =>
      explainToken(given, await rules.list(), {
        loadJwks: (rule) => fetchJwks(rule.jwksUrl, allowInsecureJwks, network),
        revokedBefore: revocations.revokedBefore,
        nowMs: Date.now(),
      }),
    );
    printResult(options.json, report, linesOf(report));
    if (report.verdict === "accepted") return;
    throw new AuthorityError("token_refused", report.summary, report.remedy ?? "See the report.");
  });
}

function linesOf({ checks, rules, identity, summary }: TokenReport): string[] {
  return [
    ...(identity === null ? [] : [summary, `User ${identity.userId}, workspace ${identity.workspaceId}.`]),
    "The token:",
    ...checks.flatMap(lineOf),
    ...rules.flatMap((rule) => [`Rule ${rule.ruleName} (${rule.ruleId}):`, ...rule.checks.flatMap(lineOf)]),
  ];
}

const MARKS = { passed: "ok", failed: "FAILED", unknown: "?", skipped: "-" } as const;

function lineOf({ check, outcome, message, remedy }: TokenCheck): string[] {
  const line = `  ${MARKS[outcome].padEnd(6)}  ${check.padEnd(9)}  ${message}`;
  return remedy === null ? [line] : [line, `${" ".repeat(21)}${remedy}`];
}
