import { eq, sql } from "drizzle-orm";
import type { AuthorityStorage, Database } from "../storage/authority-storage.ts";
import type { ChangeNotice, TouchedRow } from "../storage/change-notice.ts";
import { settingsVersions } from "../storage/schema.ts";
import type { Noted } from "./audit-entry.ts";
import { touchedBy } from "./touched-row.ts";
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

/** Drops what a cache holds of a changed row, or all of it. */
export type ChangeListener = (touched: TouchedRow | null) => void;

/** The version of a project's settings: invalidates caches when rules, keys, origins or signing keys change in any process. */
export interface SettingsVersion {
  /**
   * Calls a listener at each change, with the one row that it touched; null when any row may have changed, as after a lost notice.
   */
  onChange(listener: ChangeListener): void;
  /** Await it before reading a cache; null when the caches are known to be current. */
  check(): Promise<void> | null;
  /**
   * Runs a change in one transaction with its audit entry and the raised version, drops what the caches of this process hold
   * of the row that the note names, and notifies the others. Without a note, any row may have changed.
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
  const listeners: ChangeListener[] = [];
  const emit: ChangeListener = (touched) => {
    for (const listener of listeners) listener(touched);
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
    const before = { noticesReceived, reconnects, version };
    try {
      const [row] = await storage.run((database) =>
        database
          .select({ version: settingsVersions.version })
          .from(settingsVersions)
          .where(eq(settingsVersions.projectId, projectId)),
      );
      const found = row?.version ?? 0;
      // Notices that came meanwhile were applied one by one, so an older answer is not news.
      const isOvertaken = version !== before.version && version !== undefined && found <= version;
      if ((found !== version && !isOvertaken) || reconnectsCovered !== reconnects) emit(null);
      if (!isOvertaken) version = found;
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

  /** Applies a change of any process. Versions are committed in order, so the next number means that none was missed. */
  function apply({ version: changed, touched }: ChangeNotice): void {
    const isConnected = reconnectsCovered === reconnects;
    if (version !== undefined && changed <= version && isConnected) return;
    if (version === undefined || changed !== version + 1 || !isConnected) {
      noticesReceived++;
      return;
    }
    version = changed;
    emit(touched);
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
    onChange: (listener) => void listeners.push(listener),
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
      let touched: TouchedRow | null = null;
      const result = await storage.change(async (database) => {
        const value = await queries(database);
        const noted = typeof note === "function" ? note(value) : note;
        if (noted) await writeAudit(database, projectId, now(), noted);
        touched = touchedBy(noted ?? null);
        raised = await raiseVersion(database, projectId);
        return { value, notice: { projectId, version: raised, touched } };
      });
      // A subscriber has had the notice by now; a command has not subscribed.
      if (version !== undefined && raised === version + 1) emit(touched);
      else if (version === undefined || raised > version) emit(null);
      version = Math.max(version ?? 0, raised);
      return result;
    },
    listen: () =>
      storage.subscribe((notice) => {
        if (notice === null) reconnects++;
        else if (notice.projectId === projectId) apply(notice);
      }),
  };
}
