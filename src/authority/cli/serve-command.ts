import { type Command, Option } from "commander";
import { isAuthorityError } from "../authority-error.ts";
import type { AuthorityOptions } from "../authority-options.ts";
import { createAuthority } from "../create-authority.ts";
import { serveAuthority } from "../serve.ts";
import { addCommonOptions, type CommonOptions, gather, openChosenStorage, wholeNumber } from "./common-options.ts";
import { printResult } from "./print.ts";

interface ServeCommandOptions extends CommonOptions {
  port: number;
  hostname: string;
  issuer?: string;
  algorithm: NonNullable<AuthorityOptions["signingAlgorithm"]>;
  tokenLifetime: number;
  anonymous?: boolean;
  allowedOrigin?: string[];
  allowInsecureJwks?: boolean;
  dashboard: boolean;
}

/** Adds `serve`. */
export function addServeCommand(program: Command): void {
  addCommonOptions(program.command("serve").description("serve the authority over HTTP until SIGINT or SIGTERM"))
    .option("--port <n>", "port to listen on", wholeNumber(1, 65_535), 8787)
    .option("--hostname <address>", "address to listen on", "127.0.0.1")
    .option("--issuer <url>", "public base URL, the `iss` of tokens (default: http://<hostname>:<port>)")
    .addOption(
      new Option("--algorithm <alg>", "what tokens are signed with")
        .choices(["ES256", "RS256", "EdDSA"])
        .default("ES256"),
    )
    .option("--token-lifetime <seconds>", "how long a workspace token lives", wholeNumber(5, 3600), 300)
    .option("--anonymous", "let visitors without an account have tokens")
    .option("--allowed-origin <origin>", "page that may call; may be given several times (default: every page)", gather)
    .option("--allow-insecure-jwks", "allow JWKS URLs of http:// on this machine, for development")
    .option("--no-dashboard", "serve neither the dashboard nor its API")
    .action(serve);
}

async function serve(options: ServeCommandOptions): Promise<void> {
  const { port, hostname } = options;
  const issuer = options.issuer ?? `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
  // Heard from the start, so that a signal while the database opens still closes it.
  const stopped = nextSignal();
  const storage = await openChosenStorage(options);
  try {
    const authority = await createAuthority({
      storage,
      issuer,
      projectId: options.project,
      signingAlgorithm: options.algorithm,
      tokenLifetimeSeconds: options.tokenLifetime,
      anonymous: options.anonymous ?? false,
      allowedOrigins: options.allowedOrigin ?? [],
      allowInsecureJwks: options.allowInsecureJwks ?? false,
      admin: options.dashboard,
      onFault: printServerFault,
    });
    const server = await serveAuthority({
      authority,
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
    await authority.close();
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
