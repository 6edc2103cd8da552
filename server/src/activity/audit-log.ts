import { and, asc, desc, eq, gt, inArray, lt } from "drizzle-orm";
import { settingRefusal } from "../base/setting-refusal.ts";
import type { AuditAction, AuditActor, AuditDetail, AuditEntry } from "../changes/audit-entry.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { auditLog } from "../storage/schema.ts";

const MAX_LIMIT = 200;
const DAY_MS = 86_400_000;
/**
 * The maximum number of audit entries that one DELETE removes. A small batch holds its row locks only for a short time.
 */
const SWEEP_BATCH = 1000;

/** The options that select a page of the audit log. */
export interface AuditPageOptions {
  /**
   * Selects the entries that are older than the entry with this id. Pass the `next` of the previous page. Default: the
   * page starts at the newest entry.
   */
  before?: number;
  /** The maximum number of entries, 1 to 200. Default: 50. */
  limit?: number;
  /**
   * Selects only the entries of one action, such as `rule.create`, or of a group of actions. The name of a group has no
   * dot: `rule` selects every action that begins with `rule.`. Default: all entries.
   */
  action?: string;
}

/** A page of the audit log, newest first. */
export interface AuditPage {
  entries: AuditEntry[];
  /** The value of `before` that selects the next page; null on the last page. */
  next: number | null;
}

/** Reads the audit log of a project. */
export interface AuditLog {
  /** Returns a page of entries. Throws `invalid_setting` if `before` or `limit` is not a whole number in its range. */
  list(options?: AuditPageOptions): Promise<AuditPage>;
}

/** An {@link AuditLog} that can delete entries that are older than the retention period. */
export interface AuditLogWithRetention extends AuditLog {
  /**
   * Deletes the entries that are older than the retention period. Deletes them in batches, the oldest entries first. If
   * the settings contain no retention period, deletes nothing.
   */
  deleteExpired(): Promise<void>;
}

export interface AuditSettings {
  readonly projectId: string;
  readonly auditRetentionDays: number | null;
  readonly now: () => number;
}

/** Creates the {@link AuditLogWithRetention} of a project. */
export function createAuditLog(
  storage: Pick<AuthorityStorage, "run">,
  { projectId, auditRetentionDays, now }: AuditSettings,
): AuditLogWithRetention {
  /**
   * Deletes one batch of the entries that are older than `before`, oldest first. Returns how many entries it deleted.
   * Ids increase with time, so the lowest ids belong to the oldest entries.
   */
  async function deleteBatch(before: Date): Promise<number> {
    return storage.run(async (database) => {
      const oldest = await database
        .select({ id: auditLog.id, at: auditLog.at })
        .from(auditLog)
        .where(eq(auditLog.projectId, projectId))
        .orderBy(asc(auditLog.id))
        .limit(SWEEP_BATCH);
      const ids = oldest.filter(({ at }) => at < before).map(({ id }) => id);
      if (ids.length > 0) {
        await database.delete(auditLog).where(and(eq(auditLog.projectId, projectId), inArray(auditLog.id, ids)));
      }
      return ids.length;
    });
  }

  return {
    async deleteExpired() {
      if (auditRetentionDays === null) return;
      const before = new Date(now() - auditRetentionDays * DAY_MS);
      while ((await deleteBatch(before)) > 0);
    },
    async list({ before, limit = 50, action } = {}) {
      check("limit", limit, MAX_LIMIT);
      if (before !== undefined) check("before", before, Number.MAX_SAFE_INTEGER);
      const rows = await storage.run((database) =>
        database
          .select()
          .from(auditLog)
          .where(
            and(
              eq(auditLog.projectId, projectId),
              before === undefined ? undefined : lt(auditLog.id, before),
              action === undefined ? undefined : ofAction(action),
            ),
          )
          .orderBy(desc(auditLog.id))
          // The query reads one extra row, which shows whether a next page exists.
          .limit(limit + 1),
      );
      const entries = rows.slice(0, limit).map(toEntry);
      return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
    },
  };
}

function ofAction(action: string) {
  if (action.includes(".")) return eq(auditLog.action, action);
  // The range from `rule.` to `rule/` contains every action of the group `rule`, because "/" follows "." in ASCII. LIKE
  // would treat `%` in the input as a wildcard.
  return and(gt(auditLog.action, `${action}.`), lt(auditLog.action, `${action}/`));
}

function toEntry({ projectId: _, actor, action, details, ...row }: typeof auditLog.$inferSelect): AuditEntry {
  return {
    ...row,
    actor: actor as AuditActor,
    action: action as AuditAction,
    details: details as Record<string, AuditDetail>,
  };
}

function check(name: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= max) return;
  const problem = `must be a whole number from 1 to ${max}`;
  throw settingRefusal("option_invalid", { field: name, problem, remedy: "Correct that option." });
}
