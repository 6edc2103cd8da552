import { chown } from "node:fs/promises";
import process from "node:process";

const NOBODY = 65_534;

/** The user to spawn servers as that refuse to run as root; no change of user for any other caller. */
export const unprivileged: { uid?: number; gid?: number } =
  process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Makes that user the owner of files and folders. */
export async function giveToUnprivileged(...paths: readonly string[]): Promise<void> {
  const { uid, gid } = unprivileged;
  if (uid === undefined || gid === undefined) return;
  for (const path of paths) await chown(path, uid, gid);
}
