import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { AuthorityError } from "../base/authority-error.ts";

const ATTEMPTS = 6;

/**
 * Holds a folder for this process alone, since PGlite lets two processes open, and so ruin, one folder.
 *
 * Every contender first puts down a file of its own, then looks for files of others: of two that come at
 * once at least one sees the other. A file's name says who holds it, so a dead holder's file can be
 * removed by anybody without ever hitting a live one. Age never counts, only whether the holder lives.
 *
 * @returns a function that gives the folder free
 * @throws `storage_locked` when a live process, or one on another machine, holds the folder
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
    // Two that came at once both step back; unequal pauses let one of them through.
    if (attempt === ATTEMPTS) throw folderHeld(folder, holder);
    await delay(10 + Math.random() * 60);
  }
}

/** A process that holds a folder. */
export interface Holder {
  readonly pid: number;
  /** On another machine or in another container, where its process cannot be seen from here. */
  readonly isElsewhere: boolean;
}

/** Finds the process that holds a folder; null when no live one does. Changes nothing. */
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

/** The refusal of a folder that another process holds. */
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

/** Finds another holder than this process, and removes the files of dead ones on the way. */
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
    // EPERM: it lives, but belongs to another user.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  const now = await startOf(pid);
  // A number used again by a later process does not hold the folder.
  return now === null || start === "0" || now === start;
}

/** When a process started, in ticks since boot; null where the system does not tell. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8");
    // The second field is the program's name in brackets and may hold blanks.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function machine(): string {
  return createHash("sha256").update(hostname()).digest("hex").slice(0, 12);
}
