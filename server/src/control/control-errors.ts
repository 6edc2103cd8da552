import { AuthorityError } from "../base/authority-error.ts";

const CHECK_CHANGE = "Run `audit` to check whether the change was made, then repeat the command.";

/**
 * Returns the error for a server that has locked a database folder but does not respond in time.
 *
 * @param hasSentCall whether this process has already sent a command. The server may still execute that command.
 */
export function serverTimeoutError(folder: string, pid: number, seconds: number, hasSentCall: boolean): AuthorityError {
  return new AuthorityError(
    "server_failed",
    `The server that has locked the folder ${folder}, process ${pid}, did not answer within ${seconds} seconds.`,
    hasSentCall ? CHECK_CHANGE : "Try again once it answers requests, or restart it.",
  );
}

/** Returns the error for a server that stopped before it responded to a command. */
export function serverStoppedError(cause: unknown): AuthorityError {
  return new AuthorityError("server_failed", "The server stopped before it answered.", CHECK_CHANGE, { cause });
}

/** Returns the error for a command that the server failed to execute. */
export function serverFailedError(): AuthorityError {
  return new AuthorityError("server_failed", "The server failed to carry out the command.", "See the server's log.");
}

export function versionMismatchError(folder: string, command: string, server: string): AuthorityError {
  return new AuthorityError(
    "version_mismatch",
    `This command has version ${command}, but the server that has locked the folder ${folder} has version ${server}.`,
    `Run npx assistant-cloud-server@${server}, or restart the server with version ${command}.`,
  );
}

/** Returns the error for a database folder that the user of this process has no permission to read. */
export function folderDeniedError(folder: string, cause: unknown): AuthorityError {
  return new AuthorityError(
    "storage_unreachable",
    `This user has no access to the folder ${folder}.`,
    "Run the command as the user that runs `serve`.",
    { cause },
  );
}
