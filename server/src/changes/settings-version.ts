import { eq, sql } from "drizzle-orm";
import type { AuthorityStorage, Database } from "../storage/authority-storage.ts";
import type { ChangeNotice, TouchedRow } from "../storage/change-notice.ts";
import { settingsVersions } from "../storage/schema.ts";
import type { Noted } from "./audit-entry.ts";
import { touchedBy } from "./touched-row.ts";
import { writeAudit } from "./write-audit.ts";

/**
 * The maximum time until this process applies another process's change if no change notice arrives, in milliseconds.
 * PgBouncer in transaction mode, for example, drops notices. A change with a notice takes effect with the next request.
 */
export const SETTINGS_TTL_MS = 5000;
/**
 * When the last read of the version is older than this, in milliseconds, requests refresh it in the background. Under
 * steady traffic, no request then waits for the database.
 */
const REFRESH_AFTER_MS = 2000;
const RETRY_MS = 2000;
const OUTAGE_GRACE_MS = 60_000;

/** Invalidates the cached values of a changed row; all cached values if the row is null. */
export type ChangeListener = (touched: TouchedRow | null) => void;

/**
 * The version of a project's settings. It invalidates caches when any process changes rules, keys, origins or signing
 * keys.
 */
export interface SettingsVersion {
  /**
   * Calls a listener on each change with the changed row. The row is null if any row may have changed, for example
   * after a lost change notice.
   */
  onChange(listener: ChangeListener): void;
  /**
   * Refreshes the version if a refresh is due. Returns null if the caches are current. Otherwise, await the result
   * before reading a cache.
   */
  check(): Promise<void> | null;
  /**
   * Runs a change in one transaction, and writes its audit entry and the new version. Then invalidates this process's
   * cached values of the changed row, and notifies other processes. Without an audit note, invalidates all cached
   * values.
   */
  change<T>(queries: (database: Database) => Promise<T>, note?: Noted<T>): Promise<T>;
  /** Subscribes to changes of other processes. Returns a function that unsubscribes. */
  listen(): () => void;
}

/**
 * Increments a project's version and returns the new version. A process that misses the change notice detects the
 * change by comparing versions.
 */
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
 * Creates the {@link SettingsVersion} of a project. Requests refresh the version when a refresh is due, so no timer is
 * needed.
 *
 * If the database is unavailable, the last settings stay valid for a minute, unless a change notice has arrived since
 * the last read.
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
  // The number of received change notices, and how many of them the last read of the version covers.
  let noticesReceived = 0;
  let noticesCovered = 0;
  // The number of reconnects, and how many of them the last read covers. Each reconnect may have lost change notices.
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
      // The notices that arrived during the read have already been applied. If the read returned a version that is
      // older than theirs, nothing else has changed.
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

  /**
   * Applies a change that any process has made. Versions are committed in order, so a consecutive version proves that
   * no change was missed.
   */
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
    // A read that was in flight when a change notice arrived may have returned the previous version.
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
      // A subscribed process has already applied the change notice. A command is not subscribed, so it applies the
      // change here.
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
