import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import type { Authority } from "../app/authority.ts";
import { createAuthority } from "../app/create-authority.ts";
import { serveAuthority } from "../app/serve.ts";
import { readTitleVariables } from "../config/title-settings.ts";
import type { ControlChannel } from "../control/open-control-channel.ts";
import { openStorage } from "../storage/open-storage.ts";
import { prepareDevFolder } from "./dev/prepare-dev-folder.ts";
import { nextSignal } from "./next-signal.ts";
import { openControl } from "./open-control.ts";
import { openLog } from "./open-log.ts";
import { printResult } from "./print.ts";

const HOSTNAME = "127.0.0.1";
const PORTS_TRIED = 100;

export interface DevOptions {
  port: number;
  data: string;
  reset?: boolean;
  json?: boolean;
}

/** Serves an Assistant Cloud for development. Stops when the process receives SIGINT or SIGTERM. */
export async function dev({ port: wanted, data, reset = false, json }: DevOptions): Promise<void> {
  const stopped = nextSignal();
  const log = await openLog("warn");
  const folder = resolve(data);
  await prepareDevFolder(folder, reset);
  const storage = await openStorage(folder);
  let control: ControlChannel | null = null;
  try {
    const port = await findFreePort(wanted);
    const { origin: issuer } = new URL(`http://${HOSTNAME}:${port}`);
    const options = {
      ...{ storage, issuer, anonymous: true, allowInsecureJwks: true, admin: "loopback" as const },
      titles: readTitleVariables(process.env),
      onFault: log.error,
    };
    control = await openControl(options, folder, log);
    const authority = await createAuthority({ ...options, onEvent: log.event });
    const apiKey = await readApiKey(authority, join(folder, "api-key"));
    const server = await serveAuthority({ authority, port, hostname: HOSTNAME });
    const { url, dashboardUrl } = server;
    printResult(json, { event: "ready", url, dashboardUrl, data: folder, apiKey }, [
      `Assistant Cloud for development: ${url} (data in ${data})`,
      ...(dashboardUrl === null ? [] : [`Dashboard: ${dashboardUrl}`]),
      "",
      "In .env of the app in the browser:",
      `VITE_ASSISTANT_BASE_URL=${url}`,
      "",
      "In .env of a backend:",
      `ASSISTANT_BACKEND_URL=${url}`,
      `ASSISTANT_API_KEY=${apiKey}`,
    ]);
    await stopped;
    await server.close();
    await authority.close();
  } finally {
    await control?.close();
    await storage.close();
    log.flush();
  }
}

/**
 * Returns the API key that a file contains. If the file is missing, or its key is not active, creates a key, writes it
 * to the file and returns it. The database stores only a hash, so the key is recognized by its suffix.
 */
async function readApiKey({ keys }: Pick<Authority, "keys">, file: string): Promise<string> {
  const stored = (await readFile(file, "utf8").catch(() => "")).trim();
  if ((await keys.list()).some(({ status, suffix }) => status === "active" && stored.endsWith(suffix))) return stored;
  const { key } = await keys.create({ name: "development" });
  await writeFile(file, `${key}\n`, { mode: 0o600 });
  return key;
}

/** Returns the first free port of the 100 ports that start at `wanted`. If no such port is free, returns `wanted`. */
async function findFreePort(wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + PORTS_TRIED && port <= 65_535; port++) {
    if (await isFree(port)) return port;
  }
  return wanted;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((settle) => {
    const server = createServer();
    server.once("error", () => settle(false));
    server.listen(port, HOSTNAME, () => server.close(() => settle(true)));
  });
}
