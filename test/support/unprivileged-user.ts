import { chown } from "node:fs/promises";
import process from "node:process";

// The conventional id of an unprivileged user.
const UNPRIVILEGED_ID = 65_534;

/** The user for servers that refuse to run as root. Empty if this process does not run as root. */
export const unprivileged: { uid?: number; gid?: number } =
  process.getuid?.() === 0 ? { uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : {};

/** Makes the user {@link unprivileged} the owner of files and folders. */
export async function giveToUnprivileged(...paths: readonly string[]): Promise<void> {
  const { uid, gid } = unprivileged;
  if (uid === undefined || gid === undefined) return;
  for (const path of paths) await chown(path, uid, gid);
}
