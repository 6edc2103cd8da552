import { Command } from "commander";
import { addAdminCommand } from "./admin-command.ts";
import { addAuditCommand } from "./audit-command.ts";
import { addConformCommand } from "./conform-command.ts";
import { addDevCommand } from "./dev-command.ts";
import { addDoctorCommand } from "./doctor-command.ts";
import { addKeysCommand } from "./keys-command.ts";
import { addOpenapiCommand } from "./openapi-command.ts";
import { addOriginsCommand } from "./origins-command.ts";
import { addProjectsCommand } from "./projects-command.ts";
import { addServeCommand } from "./serve-command.ts";
import { addSigningKeysCommand } from "./signing-keys-command.ts";
import { addThreadsCommand } from "./threads-command.ts";
import { addTransferCommands } from "./transfer-commands.ts";
import { addUsersCommand } from "./users-command.ts";
import { version } from "./version.ts";

/**
 * Builds the command line `assistant-cloud-server`.
 *
 * @param args the command line that it is built for. Default: every one
 */
export async function createProgram(args: readonly string[] = ["rules"]): Promise<Command> {
  const program = new Command("assistant-cloud-server")
    .description("Serves the assistant-ui API and issues the workspace tokens for it.")
    .version(version, "-V, --version", "print the version")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(toUsageError(text)) })
    .addHelpText(
      "after",
      `
Environment:
  DATABASE_URL               PostgreSQL to use instead of the --data folder
  DATABASE_LISTEN_URL        the same server past a pooler such as PgBouncer, to hear of changes at once
  AUTHORITY_SECRET           seals the private signing keys, at least 32 characters; needed with
                             PostgreSQL, else kept in the --data folder as secret.key
  AUTHORITY_SECRET_PREVIOUS  the secret of before, while keys may still be sealed with it
  TITLE_MODEL_BASE_URL       endpoint of OpenAI's protocol whose model writes the titles of threads
  TITLE_MODEL                the model there; TITLE_MODEL_API_KEY, TITLE_MODEL_TIMEOUT_MS and
                             TITLE_MODEL_MAX_LENGTH are optional

Exit codes: 0 done, 1 failed`,
    );
  addDevCommand(program);
  addServeCommand(program);
  addKeysCommand(program);
  const rules = program.command("rules").description("auth rules: which providers' ID tokens are exchanged");
  // Their options derive from the schema of a rule, which takes longer to load than all other commands together.
  if (args.includes("rules")) (await import("./rules-command.ts")).addRulesCommands(rules);
  addSigningKeysCommand(program);
  addProjectsCommand(program);
  addOriginsCommand(program);
  addAdminCommand(program);
  addAuditCommand(program);
  addDoctorCommand(program);
  addTransferCommands(program);
  addThreadsCommand(program);
  addUsersCommand(program);
  addConformCommand(program);
  addOpenapiCommand(program);
  return program;
}

/** Commander's error in one line, with the remedy. */
function toUsageError(text: string): string {
  const lines = text.split("\n").map((each) => each.trim());
  const line = lines.filter((each) => each !== "").join(" ");
  return `${line.replace(/[^.?!)]$/, "$&.")} Add --help for usage.\n`;
}
