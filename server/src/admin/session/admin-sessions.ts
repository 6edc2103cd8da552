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
/**
 * A session's new expiry is stored only if it is later than the stored expiry by at least this number of milliseconds.
 * Most requests therefore write nothing to the database.
 */
const STEP_MS = 60_000;

/** The owner of a session: an admin with a password, or a user of the team's OpenID provider. */
export type SessionOwner =
  | { readonly signInMethod: "password"; readonly name: string }
  | { readonly signInMethod: "openid"; readonly name: string; readonly person: AdmittedPerson };

/** An active session of an admin in the dashboard. */
export interface AdminSession {
  owner: SessionOwner;
  /** The time at which the session ends if no request uses it before that time. */
  expiresAt: Date;
  /** The time at which the session ends even if requests use it. */
  endsAt: Date;
}

/** Stores the admins' dashboard sessions. */
export interface AdminSessions {
  /** Starts a session in the caller's database transaction. Returns the session's token. */
  begin(database: Database, owner: SessionOwner): Promise<string>;
  /**
   * Returns and extends the session with this token. Returns null if the session does not exist or has ended, or if its
   * owner may no longer sign in.
   */
  find(token: string): Promise<AdminSession | null>;
  end(database: Database, token: string): Promise<void>;
  endAll(database: Database, owner: SessionOwner): Promise<void>;
}

export interface SessionSettings {
  readonly adminOpenId: OpenIdSettings | null;
  readonly now: () => number;
}

/** Ends all sessions of an admin who signs in with a password. */
export async function endSessionsOf(database: Database, name: string): Promise<void> {
  await database.delete(adminSessions).where(and(isSession, eq(adminSessions.adminId, name)));
}

const isSession = eq(adminSessions.kind, "session");

export function createAdminSessions(storage: AuthorityStorage, { adminOpenId, now }: SessionSettings): AdminSessions {
  const endOf = (createdAt: Date) => new Date(createdAt.getTime() + SESSION_LIFETIME_MS);
  // A user who was removed from the settings must not stay signed in, so each request checks the current settings.
  const isAdmitted = (owner: SessionOwner) =>
    owner.signInMethod === "openid"
      ? isStillAdmitted(owner.person, adminOpenId)
      : adminOpenId?.passwordSignIn !== false;
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
        ...(owner.signInMethod === "openid" ? { openId: owner.person } : { adminId: owner.name }),
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
      // The session may have ended since the query. The update has the same conditions, so it does not extend an ended
      // session.
      await storage.run((database) => database.update(adminSessions).set({ expiresAt }).where(withToken));
      return { owner, expiresAt, endsAt };
    },
    end,
    async endAll(database, owner) {
      if (owner.signInMethod === "password") return endSessionsOf(database, owner.name);
      const { issuer, subject } = owner.person;
      const isOfPerson = sql`${adminSessions.openId} ->> 'issuer' = ${issuer} and ${adminSessions.openId} ->> 'subject' = ${subject}`;
      await database.delete(adminSessions).where(and(isSession, isOfPerson));
    },
  };
}

function ownerOf({ adminId, openId }: typeof adminSessions.$inferSelect): SessionOwner | null {
  if (openId !== null) return { signInMethod: "openid", name: openId.name, person: openId };
  return adminId === null ? null : { signInMethod: "password", name: adminId };
}
