import { eq, sql } from "drizzle-orm";
import type { AuthorityStorage, Database } from "../storage/authority-storage.ts";
import type { ChangedRow, ChangeNotice } from "../storage/change-notice.ts";
import { settingsVersions } from "../storage/schema.ts";
import type { AuditNoteOrFactory } from "./audit-entry.ts";
import { toChangedRow } from "./changed-row.ts";
import { writeAudit } from "./write-audit.ts";

/**
 * How long this process uses its caches after it has read the settings version, in milliseconds. A change in another
 * process takes effect within this time, even if the change notice is lost. For example, PgBouncer in transaction mode
 * drops notices. If the notice arrives, the change applies to the next request.
 */
export const SETTINGS_TTL_MS = 5000;
/**
 * A request refreshes the settings version in the background if the last read of the version started at least this many
 * milliseconds ago. Under steady traffic, the refresh ends before {@link SETTINGS_TTL_MS} has passed, so no request
 * waits for the database.
 */
const REFRESH_AFTER_MS = 2000;
const RETRY_MS = 2000;
const OUTAGE_GRACE_MS = 60_000;

/** Invalidates the cached values of a changed settings row. If the row is null, invalidates all cached values. */
export type ChangeListener = (changedRow: ChangedRow | null) => void;

/**
 * A counter that every change to a project's settings increments in the database. If the counter differs from the value
 * that this process read last, another process has changed settings. This process then invalidates its caches.
 */
export interface SettingsVersion {
  /**
   * Registers a listener, which receives the changed row of each change. The row is null if any row may have changed,
   * for example after a lost change notice.
   */
  onChange(listener: ChangeListener): void;
  /**
   * Returns null if the caller may read the caches immediately. Otherwise reads the version from the database and
   * returns a promise. The caller must await the promise before it reads a cache.
   *
   * @param maxAgeMs how long ago the last read of the version may have started, in milliseconds. Default:
   *   {@link SETTINGS_TTL_MS}.
   */
  check(maxAgeMs?: number): Promise<void> | null;
  /**
   * Runs a change, and writes its audit entry and the new version in the same transaction. Then invalidates this
   * process's cached values of the changed row, and notifies other processes. Without an audit note, invalidates all
   * cached values.
   */
  change<T>(queries: (database: Database) => Promise<T>, note?: AuditNoteOrFactory<T>): Promise<T>;
  /** Subscribes to the change notices of all processes, including this one. Returns a function that unsubscribes. */
  listen(): () => void;
}

/**
 * Increments a project's settings version in the database and returns the new version. A process that misses the change
 * notice detects the change by comparing versions.
 */
export async function incrementVersion(database: Database, projectId: string): Promise<number> {
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
 * Creates the {@link SettingsVersion} of a project. The server calls `check()` for each request. `check()` refreshes
 * the version when a refresh is due, so no timer is needed.
 *
 * While the database is unavailable, the cached settings stay valid for a minute after the last successful read. If
 * this process receives a change notice that it cannot apply, the cached settings become invalid immediately.
 */
export function createSettingsVersion(
  storage: AuthorityStorage,
  projectId: string,
  now: () => number,
): SettingsVersion {
  const listeners: ChangeListener[] = [];
  const emit: ChangeListener = (changedRow) => {
    for (const listener of listeners) listener(changedRow);
  };
  let version: number | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let isOutage = false;
  // The number of received change notices, and how many of them had arrived when the last read of the version began.
  let noticesReceived = 0;
  let noticesCovered = 0;
  // The number of reconnects, and how many of them had happened when the last read of the version began. Notices may be
  // lost before each reconnect.
  let reconnects = 0;
  let reconnectsCovered = 0;
  let pending: Promise<void> | null = null;
  const isWithin = (since: number, limit: number) => now() >= since && now() - since < limit;

  async function read(): Promise<void> {
    const before = { noticesReceived, reconnects, version, startedAt: now() };
    try {
      const [row] = await storage.run((database) =>
        database
          .select({ version: settingsVersions.version })
          .from(settingsVersions)
          .where(eq(settingsVersions.projectId, projectId)),
      );
      const readVersion = row?.version ?? 0;
      // `apply()` has already applied the notices that arrived during this read. If the read returned a version that is
      // not newer than theirs, the database contains no further change.
      const isOvertaken = version !== before.version && version !== undefined && readVersion <= version;
      if ((readVersion !== version && !isOvertaken) || reconnectsCovered !== reconnects) emit(null);
      if (!isOvertaken) version = readVersion;
      readAt = before.startedAt;
      noticesCovered = before.noticesReceived;
      reconnectsCovered = before.reconnects;
      isOutage = false;
    } catch (error) {
      failedAt = now();
      isOutage = true;
      if (noticesCovered !== noticesReceived || !isWithin(readAt, OUTAGE_GRACE_MS)) throw error;
    }
  }

  /**
   * Applies a change notice of any process, including this one. If the notice's version directly follows this process's
   * version, this process has missed no notice. If the notice skips a version or follows a reconnect, the next check
   * reads the database.
   */
  function apply({ version: newVersion, changedRow }: ChangeNotice): void {
    const isConnected = reconnectsCovered === reconnects;
    if (version !== undefined && newVersion <= version && isConnected) return;
    if (version === undefined || newVersion !== version + 1 || !isConnected) {
      noticesReceived++;
      return;
    }
    version = newVersion;
    emit(changedRow);
  }

  function readOnce(): Promise<void> {
    pending ??= read().finally(() => {
      pending = null;
    });
    return pending;
  }

  async function readUntilCovered(): Promise<void> {
    // A read that was in flight when a change notice arrived may have returned the previous version, so it is repeated.
    do await readOnce();
    while (noticesCovered !== noticesReceived);
  }

  return {
    onChange: (listener) => void listeners.push(listener),
    check(maxAgeMs = SETTINGS_TTL_MS) {
      if (noticesCovered !== noticesReceived) return readUntilCovered();
      const isConnected = reconnectsCovered === reconnects;
      if (isConnected && isWithin(readAt, Math.min(REFRESH_AFTER_MS, maxAgeMs))) return null;
      const isUsable = (isConnected && isWithin(readAt, maxAgeMs)) || (isOutage && isWithin(readAt, OUTAGE_GRACE_MS));
      if (!isUsable) return readUntilCovered();
      if (!isWithin(failedAt, RETRY_MS)) void readOnce().catch(() => {});
      return null;
    },
    async change(queries, note) {
      let newVersion = 0;
      let changedRow: ChangedRow | null = null;
      const result = await storage.change(async (database) => {
        const value = await queries(database);
        const auditNote = typeof note === "function" ? note(value) : note;
        if (auditNote) await writeAudit(database, projectId, now(), auditNote);
        changedRow = toChangedRow(auditNote ?? null);
        newVersion = await incrementVersion(database, projectId);
        return { value, notice: { projectId, version: newVersion, changedRow } };
      });
      // A process that listens for notices has already applied this change. A CLI command does not listen, so it
      // applies the change here.
      if (version !== undefined && newVersion === version + 1) emit(changedRow);
      else if (version === undefined || newVersion > version) emit(null);
      version = Math.max(version ?? 0, newVersion);
      return result;
    },
    listen: () =>
      storage.subscribe((notice) => {
        if (notice === null) reconnects++;
        else if (notice.projectId === projectId) apply(notice);
      }),
  };
}
