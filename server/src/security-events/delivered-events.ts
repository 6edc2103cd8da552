import { and, eq, lt } from "drizzle-orm";
import { sha256 } from "../base/sha256.ts";
import type { Database } from "../storage/authority-storage.ts";
import { securityEvents } from "../storage/schema.ts";

export interface DeliveredEventDependencies {
  projectId: string;
  /** The wall clock, in milliseconds since the epoch. */
  now: () => number;
}

/** Applies each security event only once. Records the applied events in the database, which all processes share. */
export interface DeliveredEvents {
  /**
   * Applies a security event exactly once, even if it is delivered several times or to several processes.
   *
   * @param issuer the event's `iss`
   * @param id the event's `jti`
   * @param apply applies the event in a transaction. `apply` must first call `record` with that transaction. If the
   *   event was applied before, `record` throws an error, and the error must roll the transaction back. `applyOnce`
   *   ignores this error and resolves.
   */
  applyOnce(
    issuer: string,
    id: string,
    apply: (record: (database: Database) => Promise<void>) => Promise<unknown>,
  ): Promise<void>;
}

/**
 * Creates the {@link DeliveredEvents} of a project.
 *
 * @param lifetimeMs how long the record of an event is kept, in milliseconds. The caller must reject an event that is
 *   older than this period.
 */
export function createDeliveredEvents(
  { projectId, now }: DeliveredEventDependencies,
  lifetimeMs: number,
): DeliveredEvents {
  async function insert(database: Database, hash: string): Promise<boolean> {
    const moment = now();
    const isExpired = lt(securityEvents.expiresAt, new Date(moment));
    await database.delete(securityEvents).where(and(eq(securityEvents.projectId, projectId), isExpired));
    const inserted = await database
      .insert(securityEvents)
      .values({ projectId, hash, expiresAt: new Date(moment + lifetimeMs) })
      .onConflictDoNothing()
      .returning();
    return inserted.length > 0;
  }

  return {
    async applyOnce(issuer, id, apply) {
      const hash = sha256(JSON.stringify([issuer, id]));
      let isRepeated = false;
      try {
        await apply(async (database) => {
          isRepeated = !(await insert(database, hash));
          if (isRepeated) throw new Error("The event has been recorded before.");
        });
      } catch (error) {
        // The storage wraps the errors of a transaction, so the error thrown above cannot be recognized. `isRepeated`
        // shows that the event was applied before.
        if (!isRepeated) throw error;
      }
    },
  };
}
