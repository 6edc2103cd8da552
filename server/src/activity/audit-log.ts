import { and, desc, eq, gt, lt } from "drizzle-orm";
import { settingRefusal } from "../base/setting-refusal.ts";
import type { AuditAction, AuditActor, AuditDetail, AuditEntry } from "../changes/audit-entry.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { auditLog } from "../storage/schema.ts";

const MAX_LIMIT = 200;

/** Which part of the audit log is read. */
export interface AuditPageOptions {
  /** Entries older than the one with this id; the `next` of the page before. Default: from the newest. */
  before?: number;
  /** How many, 1 to 200. Default: 50. */
  limit?: number;
  /** Only this action, or this group of actions: `rule` stands for `rule.create` and its like. Default: all. */
  action?: string;
}

/** A page of the audit log, newest first. */
export interface AuditPage {
  entries: AuditEntry[];
  /** The `before` of the next page; null when this is the last one. */
  next: number | null;
}

/** Reads the audit log of a project. */
export interface AuditLog {
  /** Throws `invalid_setting` for a `before` or `limit` out of range. */
  list(options?: AuditPageOptions): Promise<AuditPage>;
}

/** Makes the {@link AuditLog} of a project. */
export function createAuditLog(storage: AuthorityStorage, projectId: string): AuditLog {
  return {
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
          // One more than asked for tells whether there is a next page.
          .limit(limit + 1),
      );
      const entries = rows.slice(0, limit).map(toEntry);
      return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
    },
  };
}

function ofAction(action: string) {
  if (action.includes(".")) return eq(auditLog.action, action);
  // By range and not by LIKE, in which a given `%` would have a meaning; "/" is the character after ".".
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
