import { and, eq, gt, lte, sql } from "drizzle-orm";
import { sha256 } from "../../base/sha256.ts";
import type { OpenIdSettings } from "../../config/read-openid-settings.ts";
import type { AuthorityStorage, Database } from "../../storage/authority-storage.ts";
import { type AdmittedPerson, adminSessions } from "../../storage/schema.ts";
import { newAdminToken } from "./admin-token.ts";
import { isStillAdmitted } from "./admitted-person.ts";

/** A session ends after this many milliseconds without a request. */
const IDLE_MS = 8 * 3_600_000;
/** The maximum lifetime of a session, in milliseconds. */
export const SESSION_LIFETIME_MS = 24 * 3_600_000;
/** The expiry of a session is extended in steps of this many milliseconds, so that not every request writes. */
const STEP_MS = 60_000;

/** The owner of a session: a password admin by name, or a user of the team's OpenID provider. */
export type SessionOwner =
  | { readonly way: "password"; readonly name: string }
  | { readonly way: "openid"; readonly name: string; readonly person: AdmittedPerson };

/** An active session. */
export interface AdminSession {
  owner: SessionOwner;
  /** The time at which the session ends if it is not used again. */
  expiresAt: Date;
  /** The latest time at which the session ends, even if it is used. */
  endsAt: Date;
}

/** Stores the sessions of the dashboard. */
export interface AdminSessions {
  /** Starts a session in the caller's transaction. Returns its token. */
  begin(database: Database, owner: SessionOwner): Promise<string>;
  /**
   * Returns and extends the session with this token. Returns null if the session does not exist or has ended, or if its
   * owner may no longer sign in.
   */
  find(token: string): Promise<AdminSession | null>;
  /** Ends the session with this token. */
  end(database: Database, token: string): Promise<void>;
  /** Ends all sessions of an owner. */
  endAll(database: Database, owner: SessionOwner): Promise<void>;
}

/** The settings of sessions. */
export interface SessionSettings {
  readonly adminOpenId: OpenIdSettings | null;
  readonly now: () => number;
}

/** Ends all sessions of a password admin. */
export async function endSessionsOf(database: Database, name: string): Promise<void> {
  await database.delete(adminSessions).where(and(isSession, eq(adminSessions.adminId, name)));
}

const isSession = eq(adminSessions.kind, "session");

export function createAdminSessions(storage: AuthorityStorage, { adminOpenId, now }: SessionSettings): AdminSessions {
  const endOf = (createdAt: Date) => new Date(createdAt.getTime() + SESSION_LIFETIME_MS);
  // A removed user must not stay signed in, so each request checks the current settings.
  const isAdmitted = (owner: SessionOwner) =>
    owner.way === "openid" ? isStillAdmitted(owner.person, adminOpenId) : adminOpenId?.passwordSignIn !== false;
  async function end(database: Database, token: string): Promise<void> {
    await database.delete(adminSessions).where(and(isSession, eq(adminSessions.hash, sha256(token))));
  }
  return {
    async begin(database, owner) {
      const token = newAdminToken();
      const createdAt = new Date(now());
      const expiresAt = new Date(now() + IDLE_MS);
      await database.delete(adminSessions).where(and(isSession, lte(adminSessions.expiresAt, createdAt)));
      await database.insert(adminSessions).values({
        hash: sha256(token),
        ...(owner.way === "openid" ? { openId: owner.person } : { adminId: owner.name }),
        kind: "session",
        createdAt,
        expiresAt,
      });
      return token;
    },
    async find(token) {
      const withToken = and(
        isSession,
        eq(adminSessions.hash, sha256(token)),
        gt(adminSessions.expiresAt, new Date(now())),
      );
      const [row] = await storage.run((database) => database.select().from(adminSessions).where(withToken));
      const owner = row === undefined ? null : ownerOf(row);
      if (row === undefined || owner === null) return null;
      if (!isAdmitted(owner)) {
        await storage.run((database) => end(database, token));
        return null;
      }
      const endsAt = endOf(row.createdAt);
      const expiresAt = new Date(Math.min(now() + IDLE_MS, endsAt.getTime()));
      if (expiresAt.getTime() - row.expiresAt.getTime() < STEP_MS) return { owner, expiresAt: row.expiresAt, endsAt };
      // The session may have ended in the meantime. The update has the same conditions as the query, so it does not
      // extend an ended session.
      await storage.run((database) => database.update(adminSessions).set({ expiresAt }).where(withToken));
      return { owner, expiresAt, endsAt };
    },
    end,
    async endAll(database, owner) {
      if (owner.way === "password") return endSessionsOf(database, owner.name);
      const { issuer, subject } = owner.person;
      const isOfPerson = sql`${adminSessions.openId} ->> 'issuer' = ${issuer} and ${adminSessions.openId} ->> 'subject' = ${subject}`;
      await database.delete(adminSessions).where(and(isSession, isOfPerson));
    },
  };
}

function ownerOf({ adminId, openId }: typeof adminSessions.$inferSelect): SessionOwner | null {
  if (openId !== null) return { way: "openid", name: openId.name, person: openId };
  return adminId === null ? null : { way: "password", name: adminId };
}
