import type { Database } from "../storage/authority-storage.ts";
import { auditLog } from "../storage/schema.ts";
import type { AuditNote } from "./audit-entry.ts";

/** Writes one line of the audit log; to be called in the transaction of the change that it tells of. */
export async function writeAudit(
  database: Database,
  projectId: string,
  at: number,
  { actor = "program", action, target, details = {} }: AuditNote,
): Promise<void> {
  await database.insert(auditLog).values({ projectId, at: new Date(at), actor, action, target, details });
}
