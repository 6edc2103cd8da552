import type { Database } from "../storage/authority-storage.ts";
import { auditLog } from "../storage/schema.ts";
import type { AuditNote } from "./audit-entry.ts";

/**
 * Writes an audit log entry. Call this function in the transaction of the change. If the transaction fails, the
 * database saves neither the change nor the entry.
 */
export async function writeAudit(
  database: Database,
  projectId: string,
  at: number,
  { action, target, details = {}, ...by }: AuditNote,
): Promise<void> {
  await database.insert(auditLog).values({ projectId, at: new Date(at), ...by, action, target, details });
}
