import { and, eq, gt, lte } from "drizzle-orm";
import { sha256 } from "../../base/sha256.ts";
import type { AuthorityStorage, Database } from "../../storage/authority-storage.ts";
import { adminSessions } from "../../storage/schema.ts";
import { newAdminToken } from "./admin-token.ts";

/** Without a request for so long, a session ends. */
const IDLE_MS = 8 * 3_600_000;
/** After so long it ends in any case. */
export const SESSION_LIFETIME_MS = 24 * 3_600_000;
/** A session is prolonged in steps, so that not every request writes. */
const STEP_MS = 60_000;

/** A session in force. */
export interface AdminSession {
  adminId: string;
  /** When it ends unless it is used again. */
  expiresAt: Date;
  /** When it ends in any case. */
  endsAt: Date;
}

/** The sessions of the dashboard. */
export interface AdminSessions {
  /** Begins a session in a transaction; gives its token. */
  begin(database: Database, adminId: string): Promise<string>;
  /** The session of a token, prolonged; null when it is unknown or has ended. */
  find(token: string): Promise<AdminSession | null>;
  /** Ends the session of a token. */
  end(database: Database, token: string): Promise<void>;
  /** Ends all sessions of an admin. */
  endAll(database: Database, adminId: string): Promise<void>;
}

export function createAdminSessions(storage: AuthorityStorage, now: () => number): AdminSessions {
  const isSession = eq(adminSessions.kind, "session");
  const endOf = (createdAt: Date) => new Date(createdAt.getTime() + SESSION_LIFETIME_MS);
  return {
    async begin(database, adminId) {
      const token = newAdminToken();
      const createdAt = new Date(now());
      const expiresAt = new Date(now() + IDLE_MS);
      await database.delete(adminSessions).where(and(isSession, lte(adminSessions.expiresAt, createdAt)));
      await database
        .insert(adminSessions)
        .values({ hash: sha256(token), adminId, kind: "session", createdAt, expiresAt });
      return token;
    },
    async find(token) {
      const withToken = and(
        isSession,
        eq(adminSessions.hash, sha256(token)),
        gt(adminSessions.expiresAt, new Date(now())),
      );
      const [row] = await storage.run((database) => database.select().from(adminSessions).where(withToken));
      if (!row?.adminId) return null;
      const endsAt = endOf(row.createdAt);
      const expiresAt = new Date(Math.min(now() + IDLE_MS, endsAt.getTime()));
      if (expiresAt.getTime() - row.expiresAt.getTime() < STEP_MS) {
        return { adminId: row.adminId, expiresAt: row.expiresAt, endsAt };
      }
      // By the same conditions: what was signed out meanwhile stays so.
      await storage.run((database) => database.update(adminSessions).set({ expiresAt }).where(withToken));
      return { adminId: row.adminId, expiresAt, endsAt };
    },
    async end(database, token) {
      await database.delete(adminSessions).where(and(isSession, eq(adminSessions.hash, sha256(token))));
    },
    async endAll(database, adminId) {
      await database.delete(adminSessions).where(and(isSession, eq(adminSessions.adminId, adminId)));
    },
  };
}
