import { chown } from "node:fs/promises";
import process from "node:process";

// The user and group id that Unix systems conventionally reserve for programs without privileges.
const UNPRIVILEGED_ID = 65_534;

/**
 * Options of `spawn` that run a server as a user without privileges, because some servers refuse to run as root. Empty
 * if this process does not run as root.
 */
export const unprivileged: { uid?: number; gid?: number } =
  process.getuid?.() === 0 ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {};

/**
 * Changes the owner of files and folders to the user in {@link unprivileged}. Does nothing if this process is not root.
 */
export async function giveToUnprivileged(...paths: readonly string[]): Promise<void> {
  const { uid, gid } = unprivileged;
  if (uid === undefined || gid === undefined) return;
  for (const path of paths) await chown(path, uid, gid);
}
