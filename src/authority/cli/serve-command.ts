import type { Command } from "commander";
import { isAuthorityError } from "../authority-error.ts";
import { createAuthority } from "../create-authority.ts";
import { createProjectsAuthority } from "../projects/create-projects-authority.ts";
import { serveAuthority } from "../serve.ts";
import { addCommonOptions, openChosenStorage } from "./common-options.ts";
import { printResult } from "./print.ts";
import { addServeOptions, type ServeCommandOptions, toAuthorityOptions } from "./serve-options.ts";

/** Adds `serve`. */
export function addServeCommand(program: Command): void {
  const command = program.command("serve").description("serve the authority over HTTP until SIGINT or SIGTERM");
  addServeOptions(addCommonOptions(command)).action(serve);
}

async function serve(options: ServeCommandOptions): Promise<void> {
  const { port, hostname } = options;
  const issuer = options.issuer ?? `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
  // Heard from the start, so that a signal while the database opens still closes it.
  const stopped = nextSignal();
  const storage = await openChosenStorage(options);
  try {
    const settings = { ...toAuthorityOptions(options), storage, issuer, onFault: printServerFault };
    const projects = options.projects ? await createProjectsAuthority(settings) : null;
    const authority = projects?.root ?? (await createAuthority(settings));
    const server = await serveAuthority({
      authority: projects ?? authority,
      port,
      hostname,
      ...(options.dashboard ? {} : { dashboardFolder: null }),
    });
    const { url, dashboardUrl } = server;
    const setUpUrl = dashboardUrl === null ? null : await authority.dashboard.createFirstSetUpLink();
    printResult(options.json, { event: "ready", url, issuer, storage: storage.kind, dashboardUrl, setUpUrl }, [
      `Authority ready at ${url} (issuer ${issuer}, database ${storage.kind})`,
      ...(dashboardUrl === null ? [] : [`Dashboard: ${dashboardUrl}`]),
      ...(setUpUrl === null ? [] : [`Set the admin's password within an hour: ${setUpUrl}`]),
    ]);
    await stopped;
    await server.close();
    await (projects ?? authority).close();
  } finally {
    await storage.close();
  }
}

function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    // Once: a second signal ends the process at once.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
}

/** Names a fault without its text: a database driver's message may hold what a caller sent. */
function printServerFault(error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error;
  const code = isAuthorityError(error) ? ` ${error.code}: ${error.message} ${error.remedy}` : "";
  process.stderr.write(`${new Date().toISOString()} ${name}${code}\n`);
}
