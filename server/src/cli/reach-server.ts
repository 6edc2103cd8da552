import { setTimeout as delay } from "node:timers/promises";
import { findRunningServer, type RunningServer } from "../control/find-running-server.ts";
import { findHolder, folderLockedError } from "../storage/folder-lock.ts";
import { folderOf } from "../storage/open-storage.ts";
import { type CommonOptions, chosenDatabase } from "./common-options.ts";
import { version } from "./version.ts";

const PAUSE_MS = 100;
const NOTICE_AFTER_MS = 1000;
const MAX_WAIT_MS = 60_000;

/**
 * Finds the running server that has opened the database folder. If a starting server or another CLI command has locked
 * the folder, waits for that process. If the wait exceeds a second, prints a message to stderr, unless `--json` is set.
 *
 * @param maxWaitMs how long to wait for that process, in milliseconds. Default: 60,000.
 * @returns null if no process has locked the folder, or if the database is PostgreSQL. This command then opens the
 *   database directly.
 * @throws `storage_locked` if that process still locks the folder after `maxWaitMs`, or if it runs on another machine;
 *   `server_failed` if a running server does not respond; `version_mismatch` if the server has another version;
 *   `storage_unreachable` if this user has no access to the folder, or if it is not a folder
 */
export async function reachServer(
  { data, json }: Pick<CommonOptions, "data" | "json">,
  maxWaitMs = MAX_WAIT_MS,
): Promise<RunningServer | null> {
  const folder = folderOf(chosenDatabase({ data })[0]);
  if (folder === null) return null;
  const start = performance.now();
  for (let hasPrintedNotice = json ?? false; ; await delay(PAUSE_MS)) {
    const { server, problem } = await findRunningServer(folder, version);
    if (server !== null) return server;
    const holder = await findHolder(folder).catch((error: unknown) => {
      throw problem ?? error;
    });
    if (holder === null) return null;
    if (problem !== null) throw problem;
    const waited = performance.now() - start;
    // A command cannot reach a server on another host, so waiting would not help.
    if (holder.isOnOtherHost || waited >= maxWaitMs) throw folderLockedError(folder, holder);
    if (hasPrintedNotice || waited < NOTICE_AFTER_MS) continue;
    hasPrintedNotice = true;
    process.stderr.write(`Waiting for process ${holder.pid}, which has locked the folder ${folder}.\n`);
  }
}
