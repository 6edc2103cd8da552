import type { Log } from "../observability/log/create-log.ts";
import type { LogFormat, LogLevel } from "../observability/log/log-options.ts";

const SILENT: Log = { event: () => {}, error: () => {}, info: () => {}, flush: () => {} };

/** Opens the log of a command on standard error. Standard output is reserved for the command's result. */
export async function openLog(
  level: LogLevel,
  format: LogFormat = process.stderr.isTTY ? "pretty" : "json",
): Promise<Log> {
  if (level === "silent") return SILENT;
  const { createLog } = await import("../observability/log/create-log.ts");
  return createLog({ level, format, secrets: knownSecrets() });
}

/**
 * Returns the values that the log redacts from error messages: `AUTHORITY_SECRET`, `AUTHORITY_SECRET_PREVIOUS` and the
 * passwords in the database URLs. Omits values shorter than 8 characters.
 */
function knownSecrets(): string[] {
  const { AUTHORITY_SECRET, AUTHORITY_SECRET_PREVIOUS, DATABASE_URL, DATABASE_LISTEN_URL } = process.env;
  const candidates = [
    AUTHORITY_SECRET,
    AUTHORITY_SECRET_PREVIOUS,
    passwordOf(DATABASE_URL),
    passwordOf(DATABASE_LISTEN_URL),
  ];
  // A shorter secret may be an ordinary word, so redacting it would garble messages.
  return candidates.filter((secret): secret is string => secret !== undefined && secret.length >= 8);
}

function passwordOf(url: string | undefined): string | undefined {
  try {
    return url ? decodeURIComponent(new URL(url).password) : undefined;
  } catch {
    return undefined;
  }
}
