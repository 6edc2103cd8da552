import { eq, sql } from "drizzle-orm";
import type { Noted } from "./activity/audit-entry.ts";
import { writeAudit } from "./activity/write-audit.ts";
import type { AuthorityStorage, Database } from "./storage/authority-storage.ts";
import { settingsVersions } from "./storage/schema.ts";

/** For how long, in milliseconds, another process's change of rules or keys may go unseen. */
export const SETTINGS_TTL_MS = 5000;
const RETRY_MS = 2000;
const OUTAGE_GRACE_MS = 60_000;

/** Tells caches when rules, API keys or signing keys have changed, here or in another process. */
export interface SettingsWatch {
  /** Calls `drop` at each change. */
  onChange(drop: () => void): void;
  /** To be awaited before caches are read; null when nothing has to be awaited. */
  check(): Promise<void> | null;
  /** Runs a change in a transaction that also raises the version, then drops the caches of this process. */
  change<T>(queries: (database: Database) => Promise<T>, note?: Noted<T>): Promise<T>;
}

/**
 * Makes a {@link SettingsWatch} for one project; it has no timer, a request does the look-up when one is due.
 *
 * When the database is away, the settings last read stay in force for a minute.
 */
export function createSettingsWatch(storage: AuthorityStorage, projectId: string, now: () => number): SettingsWatch {
  const drops: (() => void)[] = [];
  const dropAll = () => {
    for (const drop of drops) drop();
  };
  let version: number | undefined;
  let seenAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | null = null;
  const within = (since: number, limit: number) => now() >= since && now() - since < limit;

  async function look(): Promise<void> {
    try {
      const [row] = await storage.run((database) =>
        database
          .select({ version: settingsVersions.version })
          .from(settingsVersions)
          .where(eq(settingsVersions.projectId, projectId)),
      );
      const found = row?.version ?? 0;
      if (found !== version) dropAll();
      version = found;
      seenAt = now();
    } catch (error) {
      failedAt = now();
      if (!within(seenAt, OUTAGE_GRACE_MS)) throw error;
    }
  }

  return {
    onChange: (drop) => void drops.push(drop),
    check() {
      if (within(seenAt, SETTINGS_TTL_MS)) return null;
      if (within(failedAt, RETRY_MS) && within(seenAt, OUTAGE_GRACE_MS)) return null;
      pending ??= look().finally(() => {
        pending = null;
      });
      return pending;
    },
    async change(queries, note) {
      const result = await storage.transaction(async (database) => {
        const value = await queries(database);
        const told = typeof note === "function" ? note(value) : note;
        if (told) await writeAudit(database, projectId, now(), told);
        await database
          .insert(settingsVersions)
          .values({ projectId, version: 1 })
          .onConflictDoUpdate({
            target: settingsVersions.projectId,
            set: { version: sql`${settingsVersions.version} + 1` },
          });
        return value;
      });
      dropAll();
      return result;
    },
  };
}
