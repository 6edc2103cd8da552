import { writeFile } from "node:fs/promises";
import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import type { ImportReport } from "../transfer/import-settings.ts";
import { requireDatabase } from "./common-options.ts";
import { printResult, table } from "./print.ts";
import { readText, unusableFileError } from "./read-text.ts";
import { BY_CLI, withServices } from "./with-services.ts";

interface TransferOptions {
  data: string;
  json?: boolean;
}

/** Adds the commands `export` and `import`. */
export function addTransferCommands(program: Command): void {
  withData(
    program
      .command("export")
      .description("print rules, origins, projects and keys of all projects as one JSON document")
      .option("--project <id>", "only this project")
      .option("--include-secrets", "include API key hashes and encrypted private keys, to move to another database")
      .option("--output <file>", "write to a file that only this user may read, instead of standard output"),
  ).action(async (options: TransferOptions & { project?: string; includeSecrets?: boolean; output?: string }) => {
    const { project = null, includeSecrets = false, output } = options;
    if (includeSecrets) {
      process.stderr.write(
        "WARNING: the document contains the hashes of all API keys and the encrypted private signing keys. Together with " +
          "AUTHORITY_SECRET it can sign tokens for every user. Protect it like the database, and delete it after use.\n",
      );
    }
    const { data, json } = options;
    requireDatabase(options);
    const document = await withServices({ data, ...(json ? { json } : {}) }, ({ transfer }) =>
      transfer.export({ projectId: project, includeSecrets }),
    );
    const text = `${JSON.stringify(document, null, 2)}\n`;
    if (output === undefined) {
      process.stdout.write(text);
      return;
    }
    await writeFile(output, text, { mode: 0o600, flag: "wx" }).catch((cause: unknown) => {
      throw unusableFileError(output, "cannot be written, or exists already", cause);
    });
    printResult(options.json, { output }, [`Wrote ${output}.`]);
  });

  withData(
    program
      .command("import")
      .description("import settings from an exported document in one transaction; deletes nothing")
      .argument("<file>", "the document, or - to read it from standard input")
      .option("--allow-insecure-jwks", "allow http:// JWKS URLs on this machine, for development"),
  ).action(async (file: string, options: TransferOptions & { allowInsecureJwks?: boolean }) => {
    const text = file === "-" ? await readAll(process.stdin) : await readText(file);
    const { readJson } = await import("../transfer/read-json.ts");
    const { settingsDocument } = await import("../transfer/settings-document.ts");
    const { hasChanges } = await import("../transfer/import-settings.ts");
    const document = readJson(text, settingsDocument, "The document");
    const reports = await withServices(options, ({ transfer }) => transfer.import(document, BY_CLI));
    printResult(options.json, { changed: reports.some(hasChanges), projects: reports }, linesOf(reports));
  });
}

function withData(command: Command): Command {
  return command
    .option("--data <folder>", "folder of the embedded database; DATABASE_URL overrides it", ".data/authority")
    .option("--json", "print JSON");
}

function linesOf(reports: readonly ImportReport[]): string[] {
  const rows = reports.map((report) => [
    report.project,
    report.isChanged ? "changed" : "unchanged",
    ...[report.rules, report.apiKeys, report.signingKeys].map((counts) => {
      const changes = Object.entries(counts).filter(([, count]) => count > 0);
      return changes.map(([change, count]) => `${count} ${change}`).join(", ") || "none";
    }),
  ]);
  const skipped = reports.some(({ apiKeys, signingKeys }) => apiKeys.skipped + signingKeys.skipped > 0);
  return [
    ...table(["PROJECT", "NAME AND ORIGINS", "RULES", "API KEYS", "SIGNING KEYS"], rows),
    ...(skipped ? ["Keys were skipped: the document was exported without --include-secrets."] : []),
  ];
}
