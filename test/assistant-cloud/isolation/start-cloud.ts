import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../../support/free-port.ts";
import { startPostgres } from "../../support/start-postgres.ts";

/** This repository's server on PostgreSQL, in a separate process. */
export interface Cloud {
  readonly url: string;
  /** Uses an API key to mint a workspace token, as the app's backend does. */
  mint(userId: string, workspaceId: string): Promise<string>;
  close(): Promise<void>;
}

/** The path of the CLI. It is not a `URL`, because Node does not accept jsdom's `URL`. */
const CLI = resolve("server/src/cli/main.ts");
const LISTENING = 60_000;

export async function startCloud(): Promise<Cloud> {
  const postgres = await startPostgres();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PATH: process.env["PATH"],
    NODE_ENV: "test",
    DATABASE_URL: postgres.url,
    AUTHORITY_SECRET: "a secret of the isolation tests, long enough",
  };
  const command = (...args: string[]) => ["--import", "tsx", CLI, ...args, "--json"];
  const options = ["--anonymous", "--no-rate-limits", "--no-dashboard", "--log-level", "silent"];
  const server = spawn(process.execPath, command("serve", "--port", String(port), ...options), {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  // The server prints its address once it listens.
  await once(server.stdout, "data", { signal: AbortSignal.timeout(LISTENING) });
  const created = await promisify(execFile)(process.execPath, command("keys", "create", "--name", "tests"), { env });
  const { key } = JSON.parse(created.stdout) as { key: string };

  return {
    url,
    async mint(userId, workspaceId) {
      const headers = { Authorization: `Bearer ${key}`, "Aui-User-Id": userId, "Aui-Workspace-Id": workspaceId };
      const response = await fetch(`${url}/v1/auth/tokens`, { method: "POST", headers });
      return ((await response.json()) as { token: string }).token;
    },
    async close() {
      server.kill("SIGTERM");
      await once(server, "exit");
      await postgres.remove();
    },
  };
}
