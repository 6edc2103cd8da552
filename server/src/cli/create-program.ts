import { Command } from "commander";
import { AuthorityError } from "../base/authority-error.ts";
import { addAdminCommand } from "./admin-command.ts";
import { addAuditCommand } from "./audit-command.ts";
import { addConformCommand } from "./conform-command.ts";
import { addDevCommand } from "./dev-command.ts";
import { addDoctorCommand } from "./doctor-command.ts";
import { addKeysCommand } from "./keys-command.ts";
import { addOpenapiCommand } from "./openapi-command.ts";
import { addOriginsCommand } from "./origins-command.ts";
import { printError } from "./print.ts";
import { addProjectsCommand } from "./projects-command.ts";
import { addServeCommand } from "./serve-command.ts";
import { addSigningKeysCommand } from "./signing-keys-command.ts";
import { addThreadsCommand } from "./threads-command.ts";
import { addTransferCommands } from "./transfer-commands.ts";
import { addUsersCommand } from "./users-command.ts";
import { version } from "./version.ts";

/**
 * Creates the commands of `assistant-cloud-server`.
 *
 * @param args the arguments of the command line. Usage errors are JSON if `args` contains `--json`. The subcommands of
 *   `rules` are slow to load, so they are added only if `args` contains `rules`. Default: `["rules"]`, which adds the
 *   subcommands.
 */
export async function createProgram(args: readonly string[] = ["rules"]): Promise<Command> {
  const program = new Command("assistant-cloud-server")
    .description("Serves the assistant-ui API and issues the workspace tokens for it.")
    .version(version, "-V, --version", "print the version")
    .exitOverride()
    .configureOutput({ outputError: (text) => printError(toUsageError(text), args.includes("--json")) })
    .addHelpText(
      "after",
      `
Environment:
  DATABASE_URL               PostgreSQL to use instead of the --data folder
    DATABASE_LISTEN_URL        the same server without a pooler such as PgBouncer, for LISTEN/NOTIFY
    AUTHORITY_SECRET           encrypts the private signing keys, at least 32 characters; required with
                                                          PostgreSQL, otherwise read from secret.key in the --data folder
    AUTHORITY_SECRET_PREVIOUS  the previous secret, while keys may still be encrypted with it
    TITLE_MODEL_BASE_URL       base URL of an OpenAI-compatible API that writes the titles of threads
    TITLE_MODEL                name of the model; TITLE_MODEL_API_KEY, TITLE_MODEL_TIMEOUT_MS and
                             TITLE_MODEL_MAX_LENGTH are optional

Exit codes: 0 success, 1 failure`,
    );
  addDevCommand(program);
  addServeCommand(program);
  addKeysCommand(program);
  const rules = program.command("rules").description("manage the auth rules, which name the trusted auth providers");
  // The options of `rules add` derive from the schema of an auth rule. The schema takes longer to load than all other
  // commands together.
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

/** Converts Commander's error message to an error whose message is one line. */
function toUsageError(text: string): AuthorityError {
  const lines = text.split("\n").map((each) => each.trim());
  const line = lines.filter((each) => each !== "").join(" ");
  const message = line.replace(/^error: /, "").replace(/[^.?!)]$/, "$&.");
  return new AuthorityError("invalid_setting", message, "Add --help for usage.");
}
