import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AuthorityError } from "../base/authority-error.ts";

const ATTEMPTS = 6;

/**
 * Locks a folder for this process. Without a lock, two processes could open one folder with PGlite and corrupt it.
 *
 * Each contender first writes its own lock file, then searches for others. Of two concurrent contenders, at least one
 * finds the other's file. The file's name identifies its process, so any process can delete the file of a dead process
 * without affecting a live one. A lock is valid as long as its process is alive, regardless of the file's age.
 *
 * @returns a function that releases the folder
 * @throws `storage_locked` if a live process, or a process on another machine, has locked the folder
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const locks = locksIn(folder);
  await mkdir(locks, { recursive: true });
  const mine = `${process.pid}.${(await startOf(process.pid)) ?? "0"}.${machine()}.${randomBytes(8).toString("hex")}`;
  for (let attempt = 1; ; attempt++) {
    await writeFile(join(locks, mine), "", { flag: "wx" });
    const holder = await findRival(locks, mine);
    if (holder === null) return () => rm(join(locks, mine), { force: true });
    await rm(join(locks, mine), { force: true });
    // Two processes that try to lock the folder at the same time may both give up, so random pauses let one of them
    // succeed.
    if (attempt === ATTEMPTS) throw folderHeld(folder, holder);
    await delay(10 + Math.random() * 60);
  }
}

/** A process that has locked a folder. */
export interface Holder {
  readonly pid: number;
  /**
   * Whether the process runs on another machine or in another container. This process cannot check whether such a
   * process is alive.
   */
  readonly isElsewhere: boolean;
}

/** Returns the live process that has locked a folder; null without one. Changes no files. */
export async function findHolder(folder: string): Promise<Holder | null> {
  const names = await readdir(locksIn(folder)).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  });
  for (const name of names) {
    const holder = readHolder(name);
    if (await isHeldBy(holder)) return holder;
  }
  return null;
}

/** Creates the error for a folder that another process has locked. */
export function folderHeld(folder: string, { pid, isElsewhere }: Holder): AuthorityError {
  if (isElsewhere) {
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

interface NamedHolder extends Holder {
  readonly start: string;
}

const locksIn = (folder: string) => join(folder, "locks");

function readHolder(name: string): NamedHolder {
  const [pid, start = "", host] = name.split(".");
  return { pid: Number(pid), start, isElsewhere: host !== machine() };
}

const isHeldBy = async ({ pid, start, isElsewhere }: NamedHolder) => isElsewhere || isAlive(pid, start);

/**
 * Returns another live process that has locked the folder; null without one. Deletes the lock files of dead processes.
 */
async function findRival(locks: string, mine: string): Promise<Holder | null> {
  for (const name of await readdir(locks)) {
    if (name === mine) continue;
    const holder = readHolder(name);
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
  const now = await startOf(pid);
  // A different start time means that the id was reused by a later process, which has not locked the folder.
  return now === null || start === "0" || now === start;
}

/** Returns when a process started, in ticks since boot; null if the system does not report it. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in parentheses, which may contain spaces.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function machine(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 12);
}
