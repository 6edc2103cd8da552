import { AuthorityError } from "../base/authority-error.ts";

/** The server holds the folder, and is stopped or too busy to answer. */
export function serverSilent(folder: string, pid: number, seconds: number): AuthorityError {
  return new AuthorityError(
    "server_failed",
    `The server that holds the folder ${folder}, process ${pid}, does not answer within ${seconds} seconds.`,
    "Try again once it answers requests, or restart it.",
  );
}

/** The server stopped while a call was in flight. */
export function serverStopped(cause: unknown): AuthorityError {
  return new AuthorityError(
    "server_failed",
    "The server stopped before it answered.",
    "Run `audit` to see whether the change was made, then repeat the command.",
    { cause },
  );
}

/** The server reported an internal error. */
export function serverFailed(): AuthorityError {
  return new AuthorityError("server_failed", "The server failed to carry out the command.", "See its log.");
}

export function versionMismatch(folder: string, command: string, server: string): AuthorityError {
  return new AuthorityError(
    "version_mismatch",
    `This command has version ${command}, but the server that holds the folder ${folder} has version ${server}.`,
    `Run npx assistant-cloud-server@${server}, or restart the server with version ${command}.`,
  );
}

/** The folder belongs to another user. */
export function folderDenied(folder: string, cause: unknown): AuthorityError {
  return new AuthorityError(
    "storage_unreachable",
    `This user may not use the folder ${folder}.`,
    "Run the command as the user that runs `serve`.",
    { cause },
  );
}
