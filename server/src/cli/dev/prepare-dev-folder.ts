import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { AuthorityError } from "../../base/authority-error.ts";
import { settingRefusal } from "../../base/setting-refusal.ts";
import { DATA_FOLDER } from "../../storage/data-folder.ts";
import { findHolder, folderLockedError } from "../../storage/folder-lock.ts";
import { unusableFileError } from "../read-text.ts";

/** The files and folders that `dev` creates in its data folder, including those that an interrupted start leaves. */
const OWN: readonly string[] = [
  ...[".gitignore", "api-key", "control.json", "control.json.part", "control.sock"],
  ...Object.values(DATA_FOLDER),
];

/**
 * Creates the data folder of `dev` with a `.gitignore`, unless the folder already has one. With `reset`, deletes the
 * previous data first. Throws `invalid_setting` if the folder cannot be written. A reset throws `invalid_setting` if
 * the folder contains files that `dev` did not create, or no API key of `dev`. A reset throws `storage_locked` if a
 * process has locked the folder.
 */
export async function prepareDevFolder(folder: string, reset: boolean): Promise<void> {
  try {
    if (reset) await clear(folder);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, ".gitignore"), "*\n", { flag: "wx" }).catch(rethrowUnlessExists);
  } catch (cause) {
    if (cause instanceof Error && "syscall" in cause) throw unusableFileError(folder, "cannot be written", cause);
    throw cause;
  }
}

async function clear(folder: string): Promise<void> {
  const names: string[] = await readdir(folder).catch(() => []);
  if (names.length === 0) return;
  if (names.some((name) => !OWN.includes(name))) {
    throw notDeletedError(`The folder ${folder} contains files that \`dev\` did not create`);
  }
  // `serve` creates the same files, but no API key. Its database must never be deleted here.
  if (!names.includes(DATA_FOLDER.database) || !names.includes("api-key")) {
    throw notDeletedError(`The folder ${folder} contains no database with an API key of \`dev\``);
  }
  const holder = await findHolder(folder);
  if (holder !== null) throw folderLockedError(folder, holder);
  await rm(folder, { recursive: true });
}

function notDeletedError(reason: string): AuthorityError {
  return settingRefusal("option_invalid", {
    field: null,
    problem: `${reason}, so it was not deleted`,
    remedy: "Correct --data, or delete the folder yourself.",
  });
}

function rethrowUnlessExists(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
}
