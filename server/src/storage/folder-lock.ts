import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AuthorityError } from "../base/authority-error.ts";
import { DATA_FOLDER } from "./data-folder.ts";

const ATTEMPTS = 6;

/**
 * Locks a folder for this process. Without a lock, two processes could open one folder with PGlite and corrupt the
 * data.
 *
 * A process first creates a lock file, then searches for the lock files of other processes. If two processes do this at
 * the same time, at least one of them finds the other's file.
 *
 * The name of a lock file identifies the process that created the file. Any process can therefore delete the lock file
 * of a dead process without affecting a live process. A lock is valid as long as its process is alive, regardless of
 * the file's age.
 *
 * @returns a function that releases the folder
 * @throws `storage_locked` if a live process, or a process on another machine, has locked the folder
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const locks = locksIn(folder);
  await mkdir(locks, { recursive: true });
  const start = (await readStartTime(process.pid)) ?? "0";
  const ownLock = `${process.pid}.${start}.${hostnameHash()}.${randomBytes(8).toString("hex")}`;
  for (let attempt = 1; ; attempt++) {
    await writeFile(join(locks, ownLock), "", { flag: "wx" });
    const holder = await findOtherHolder(locks, ownLock);
    if (holder === null) return () => rm(join(locks, ownLock), { force: true });
    await rm(join(locks, ownLock), { force: true });
    // Two processes that try to lock the folder at the same time may both give up. Random pauses let one of them
    // succeed at the next attempt.
    if (attempt === ATTEMPTS) throw folderLockedError(folder, holder);
    await delay(10 + Math.random() * 60);
  }
}

/** A process that holds the lock on a folder. */
export interface LockHolder {
  readonly pid: number;
  /**
   * Whether the holder runs on another machine or in another container. The current process cannot check whether such a
   * holder is still alive, and therefore treats the holder's lock as valid.
   */
  readonly isOnOtherHost: boolean;
}

/**
 * Returns the process that holds the lock on a folder; null if the folder is unlocked. Ignores the lock files of dead
 * processes and changes no files. Throws `storage_unreachable` if the folder cannot be read, or is not a folder.
 */
export async function findHolder(folder: string): Promise<LockHolder | null> {
  const names = await readdir(locksIn(folder)).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw unusableFolderError(folder, error);
  });
  for (const name of names) {
    const holder = parseLockName(name);
    if (holder !== null && (await isHeldBy(holder))) return holder;
  }
  return null;
}

/** Creates the error for a folder that another process has locked. */
export function folderLockedError(folder: string, { pid, isOnOtherHost }: LockHolder): AuthorityError {
  if (isOnOtherHost) {
    return new AuthorityError(
      "storage_locked",
      `The database folder ${folder} is held by a process on another machine or container.`,
      `Use the dashboard of that server, or run the command where it runs; if it is gone for good, delete ${locksIn(folder)} and try again.`,
    );
  }
  return new AuthorityError(
    "storage_locked",
    `The database folder ${folder} is held by process ${pid}.`,
    "Stop that process, use another folder, or use PostgreSQL, which serves many processes.",
  );
}

/** Creates the error for a database folder that cannot be read or written. */
export function unusableFolderError(folder: string, cause: unknown): AuthorityError {
  return new AuthorityError(
    "storage_unreachable",
    `The database folder ${folder} cannot be used.`,
    "Check that it is a folder that this user may write to and that its files are whole.",
    { cause },
  );
}

interface ParsedLock extends LockHolder {
  readonly start: string;
}

const locksIn = (folder: string) => join(folder, DATA_FOLDER.locks);

/** Returns null if the name is not that of a lock file. A file manager, for example, may add a `.DS_Store`. */
function parseLockName(name: string): ParsedLock | null {
  const [, pid, start = "", host] = /^(\d+)\.(\d+)\.(\w+)\.\w+$/.exec(name) ?? [];
  return pid === undefined ? null : { pid: Number(pid), start, isOnOtherHost: host !== hostnameHash() };
}

const isHeldBy = async ({ pid, start, isOnOtherHost }: ParsedLock) => isOnOtherHost || isAlive(pid, start);

/**
 * Returns another process that holds the lock on the folder; null if no other process holds the lock. Also deletes lock
 * files of dead processes.
 */
async function findOtherHolder(locks: string, ownLock: string): Promise<LockHolder | null> {
  for (const name of await readdir(locks)) {
    if (name === ownLock) continue;
    const holder = parseLockName(name);
    if (holder === null) continue;
    if (await isHeldBy(holder)) return holder;
    await rm(join(locks, name), { force: true });
  }
  return null;
}

async function isAlive(pid: number, start: string): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // `EPERM` means that the process is alive but belongs to another user.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const now = await readStartTime(pid);
  // A different start time means that the system has reused the id for a later process, which does not hold the lock.
  return now === null || start === "0" || now === start;
}

/** Returns when a process started, in ticks since boot; null if the system does not report the start time. */
async function readStartTime(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The second field, the program's name in parentheses, may contain spaces. The code therefore splits the text after
    // the last parenthesis.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function hostnameHash(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 12);
}
