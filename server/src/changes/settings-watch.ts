import { eq, sql } from "drizzle-orm";
import type { AuthorityStorage, Database } from "../storage/authority-storage.ts";
import { settingsVersions } from "../storage/schema.ts";
import type { Noted } from "./audit-entry.ts";
import { writeAudit } from "./write-audit.ts";

/**
 * For how long, in milliseconds, another process's change may go unseen when its notice does not arrive, as behind
 * PgBouncer in transaction mode. A notice that arrives is obeyed by the next request.
 */
export const SETTINGS_TTL_MS = 5000;
/** From this age on, the version is looked up beside the requests, so that under traffic none has to wait for it. */
const LOOK_AFTER_MS = 2000;
const RETRY_MS = 2000;
const OUTAGE_GRACE_MS = 60_000;

/** Tells caches when rules, keys, origins or signing keys have changed, here or in another process. */
export interface SettingsWatch {
  /** Calls `drop` at each change. */
  onChange(drop: () => void): void;
  /** To be awaited before caches are read; null when nothing has to be awaited. */
  check(): Promise<void> | null;
  /**
   * Runs a change in a transaction that also raises the version and writes the audit log's line, drops the caches of this
   * process and tells the others.
   */
  change<T>(queries: (database: Database) => Promise<T>, note?: Noted<T>): Promise<T>;
  /** Begins to hear of other processes' changes; gives a function that ends it. */
  listen(): () => void;
}

/** Raises a project's version by one, by which processes see a change whose notice they miss; gives the new one. */
export async function raiseVersion(database: Database, projectId: string): Promise<number> {
  const [row] = await database
    .insert(settingsVersions)
    .values({ projectId, version: 1 })
    .onConflictDoUpdate({
      target: settingsVersions.projectId,
      set: { version: sql`${settingsVersions.version} + 1` },
    })
    .returning({ version: settingsVersions.version });
  return row?.version ?? 0;
}

/**
 * Makes a {@link SettingsWatch} for one project; it has no timer, a request does the look-up when one is due.
 *
 * When the database is away, the settings last read stay in force for a minute, unless a notice told that they are old.
 */
export function createSettingsWatch(storage: AuthorityStorage, projectId: string, now: () => number): SettingsWatch {
  const drops: (() => void)[] = [];
  const dropAll = () => {
    for (const drop of drops) drop();
  };
  let version: number | undefined;
  let seenAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let isAway = false;
  // Notices received, and up to which one the caches are known to be right.
  let told = 0;
  let heard = 0;
  // The same for moments at which notices may have been missed.
  let gaps = 0;
  let closedGaps = 0;
  let pending: Promise<void> | null = null;
  const within = (since: number, limit: number) => now() >= since && now() - since < limit;

  async function look(): Promise<void> {
    const before = { told, gaps };
    try {
      const [row] = await storage.run((database) =>
        database
          .select({ version: settingsVersions.version })
          .from(settingsVersions)
          .where(eq(settingsVersions.projectId, projectId)),
      );
      const found = row?.version ?? 0;
      if (found !== version || closedGaps !== gaps) dropAll();
      version = found;
      seenAt = now();
      heard = before.told;
      closedGaps = before.gaps;
      isAway = false;
    } catch (error) {
      failedAt = now();
      isAway = true;
      if (heard !== told || !within(seenAt, OUTAGE_GRACE_MS)) throw error;
    }
  }

  function lookOnce(): Promise<void> {
    pending ??= look().finally(() => {
      pending = null;
    });
    return pending;
  }

  async function settle(): Promise<void> {
    // A look that was under way when a notice came may have read what was there before.
    do await lookOnce();
    while (heard !== told);
  }

  return {
    onChange: (drop) => void drops.push(drop),
    check() {
      if (heard !== told) return settle();
      const isWhole = closedGaps === gaps;
      if (isWhole && within(seenAt, LOOK_AFTER_MS)) return null;
      if (!(isWhole && within(seenAt, SETTINGS_TTL_MS)) && !(isAway && within(seenAt, OUTAGE_GRACE_MS)))
        return settle();
      if (!within(failedAt, RETRY_MS)) void lookOnce().catch(() => {});
      return null;
    },
    async change(queries, note) {
      let raised = 0;
      const result = await storage.change(projectId, async (database) => {
        const value = await queries(database);
        const noted = typeof note === "function" ? note(value) : note;
        if (noted) await writeAudit(database, projectId, now(), noted);
        raised = await raiseVersion(database, projectId);
        return value;
      });
      version = Math.max(version ?? 0, raised);
      dropAll();
      return result;
    },
    listen: () =>
      storage.subscribe((changed) => {
        if (changed === null) gaps++;
        else if (changed === projectId) told++;
      }),
  };
}
