import type { Log } from "../observability/log/create-log.ts";
import type { LogFormat, LogLevel } from "../observability/log/log-options.ts";
import { knownSecrets } from "./known-secrets.ts";

const SILENT: Log = { event: () => {}, error: () => {}, info: () => {}, flush: () => {} };

/** Opens the log of a command on standard error. Standard output is reserved for the command's result. */
export async function openLog(
  level: LogLevel,
  format: LogFormat = process.stderr.isTTY ? "pretty" : "json",
): Promise<Log> {
  if (level === "silent") return SILENT;
  const { createLog } = await import("../observability/log/create-log.ts");
  return createLog({ level, format, secrets: knownSecrets(process.env) });
}
