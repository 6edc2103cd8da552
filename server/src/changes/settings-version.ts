import { eq, sql } from "drizzle-orm";
import type { AuthorityStorage, Database } from "../storage/authority-storage.ts";
import { settingsVersions } from "../storage/schema.ts";
import type { Noted } from "./audit-entry.ts";
import { writeAudit } from "./write-audit.ts";

/**
 * The longest time, in milliseconds, that another process's change stays unseen when its notice is lost, as behind
 * PgBouncer in transaction mode. A notice that arrives takes effect with the next request.
 */
export const SETTINGS_TTL_MS = 5000;
/** From this age on, requests refresh the version in the background, so that under traffic none waits for it. */
const REFRESH_AFTER_MS = 2000;
const RETRY_MS = 2000;
const OUTAGE_GRACE_MS = 60_000;

/** The version of a project's settings: invalidates caches when rules, keys, origins or signing keys change in any process. */
export interface SettingsVersion {
  /** Calls `drop` at each change. */
  onChange(drop: () => void): void;
  /** Await it before reading a cache; null when the caches are known to be current. */
  check(): Promise<void> | null;
  /**
   * Runs a change in one transaction with its audit entry and the raised version, drops the caches of this process and
   * notifies the others.
   */
  change<T>(queries: (database: Database) => Promise<T>, note?: Noted<T>): Promise<T>;
  /** Subscribes to changes of other processes; returns a function that unsubscribes. */
  listen(): () => void;
}

/** Raises a project's version by one and returns it; processes that miss the notice compare it. */
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
 * Creates the {@link SettingsVersion} of a project. It has no timer: requests read the version when it is due.
 *
 * During an outage of the database, the last settings stay in force for a minute, unless a notice says that they are out
 * of date.
 */
export function createSettingsVersion(
  storage: AuthorityStorage,
  projectId: string,
  now: () => number,
): SettingsVersion {
  const drops: (() => void)[] = [];
  const dropAll = () => {
    for (const drop of drops) drop();
  };
  let version: number | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let isOutage = false;
  // How many notices came, and how many of them the last read covers.
  let noticesReceived = 0;
  let noticesCovered = 0;
  // The same for reconnects, each of which may have lost notices.
  let reconnects = 0;
  let reconnectsCovered = 0;
  let pending: Promise<void> | null = null;
  const within = (since: number, limit: number) => now() >= since && now() - since < limit;

  async function read(): Promise<void> {
    const before = { noticesReceived, reconnects };
    try {
      const [row] = await storage.run((database) =>
        database
          .select({ version: settingsVersions.version })
          .from(settingsVersions)
          .where(eq(settingsVersions.projectId, projectId)),
      );
      const found = row?.version ?? 0;
      if (found !== version || reconnectsCovered !== reconnects) dropAll();
      version = found;
      readAt = now();
      noticesCovered = before.noticesReceived;
      reconnectsCovered = before.reconnects;
      isOutage = false;
    } catch (error) {
      failedAt = now();
      isOutage = true;
      if (noticesCovered !== noticesReceived || !within(readAt, OUTAGE_GRACE_MS)) throw error;
    }
  }

  function readOnce(): Promise<void> {
    pending ??= read().finally(() => {
      pending = null;
    });
    return pending;
  }

  async function readUntilCovered(): Promise<void> {
    // A read that was in flight when a notice came may have returned the version before it.
    do await readOnce();
    while (noticesCovered !== noticesReceived);
  }

  return {
    onChange: (drop) => void drops.push(drop),
    check() {
      if (noticesCovered !== noticesReceived) return readUntilCovered();
      const isConnected = reconnectsCovered === reconnects;
      if (isConnected && within(readAt, REFRESH_AFTER_MS)) return null;
      const isUsable =
        (isConnected && within(readAt, SETTINGS_TTL_MS)) || (isOutage && within(readAt, OUTAGE_GRACE_MS));
      if (!isUsable) return readUntilCovered();
      if (!within(failedAt, RETRY_MS)) void readOnce().catch(() => {});
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
        if (changed === null) reconnects++;
        else if (changed === projectId) noticesReceived++;
      }),
  };
}
