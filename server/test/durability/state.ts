import type { AuthorityStorage } from "assistant-cloud-server";
import { eq } from "drizzle-orm";
import { apiKeys, auditLog, refreshTokens } from "../../src/storage/schema.ts";

/** What a database holds of the things that the writer writes. */
export interface State {
  keys: string[];
  /** Keys whose making stands in the audit log, which is written in the same transaction. */
  noted: string[];
  visitorHashes: string[];
}

export async function readState(storage: AuthorityStorage): Promise<State> {
  return storage.run(async (database) => {
    const keys = await database.select({ id: apiKeys.id }).from(apiKeys);
    const notes = await database
      .select({ id: auditLog.target })
      .from(auditLog)
      .where(eq(auditLog.action, "api_key.create"));
    const visitors = await database.select({ hash: refreshTokens.hash }).from(refreshTokens);
    return {
      keys: keys.map(({ id }) => id),
      noted: notes.map(({ id }) => id ?? ""),
      visitorHashes: visitors.map(({ hash }) => hash),
    };
  });
}
