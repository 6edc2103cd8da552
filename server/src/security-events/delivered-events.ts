import { and, eq, lt } from "drizzle-orm";
import { sha256 } from "../base/sha256.ts";
import type { Database } from "../storage/authority-storage.ts";
import { securityEvents } from "../storage/schema.ts";

/** What the record of events needs. */
export interface DeliveredEventParts {
  projectId: string;
  /** The wall clock, in milliseconds since the epoch. */
  now: () => number;
}

/** The events that had an effect, shared by all processes of a database. */
export interface DeliveredEvents {
  /**
   * Applies an event once, however often and to whichever process it is delivered.
   *
   * @param apply calls `record` first in its transaction, which rolls back when the event was recorded before
   */
  once(
    issuer: string,
    id: string,
    apply: (record: (database: Database) => Promise<void>) => Promise<unknown>,
  ): Promise<void>;
}

/**
 * Creates the {@link DeliveredEvents} of a project.
 *
 * @param lifetimeMs how long an event is kept; from then on it is too old to be accepted
 */
export function createDeliveredEvents({ projectId, now }: DeliveredEventParts, lifetimeMs: number): DeliveredEvents {
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
    async once(issuer, id, apply) {
      const hash = sha256(JSON.stringify([issuer, id]));
      let isRepeated = false;
      try {
        await apply(async (database) => {
          isRepeated = !(await insert(database, hash));
          if (isRepeated) throw new Error("The event has been recorded before.");
        });
      } catch (error) {
        // The storage wraps what a transaction throws.
        if (!isRepeated) throw error;
      }
    },
  };
}
