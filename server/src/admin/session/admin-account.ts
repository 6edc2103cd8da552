import { asc, eq } from "drizzle-orm";
import { Refusal } from "../../base/refusal.ts";
import type { AuditAction } from "../../changes/audit-entry.ts";
import { writeAudit } from "../../changes/write-audit.ts";
import type { AuthorityStorage, Database } from "../../storage/authority-storage.ts";
import { type AdmittedPerson, admins } from "../../storage/schema.ts";
import { FIRST_ADMIN } from "./admin-name.ts";
import {
  type AdminSession,
  createAdminSessions,
  endSessionsOf,
  type SessionOwner,
  type SessionSettings,
} from "./admin-sessions.ts";
import { findPasswordFault } from "./find-password-fault.ts";
import { createPasswordHasher, type QueuePosition } from "./password-hash.ts";
import { type AccountSettings, createSetUpLinks } from "./set-up-links.ts";

const BUSY_SECONDS = 5;

export interface NewSession {
  readonly token: string;
  readonly name: string;
}

/**
 * Signs admins in and out, and sets their passwords. A method that hashes a password throws `rate_limited` if the queue
 * of hashes is full.
 */
export interface AdminAccount {
  /** Returns whether at least one admin has a password. */
  isSetUp(): Promise<boolean>;
  /**
   * Sets an admin's password with a set-up link. Ends every session of that admin, then starts a new session. Throws
   * `fields_invalid` for an unacceptable password. Throws `set_up_refused` if the link is not valid.
   *
   * @param name the name for the first admin; ignored for other admins, whose link contains their name
   */
  setUp(token: string, name: string, password: string): Promise<NewSession>;
  /**
   * Starts a session. Throws `sign_in_refused` both for an unknown name and for an incorrect password, so callers
   * cannot find out which names exist.
   */
  signIn(name: string, password: string, position: QueuePosition): Promise<NewSession>;
  /** Starts a session for a user whom the team's OpenID provider has signed in. Returns the token of the session. */
  signInByOpenId(person: AdmittedPerson): Promise<string>;
  /**
   * Changes an admin's password. Ends every session of that admin, then starts a new session. Throws `fields_invalid`
   * for an unacceptable password. Throws `password_refused` if `current` is incorrect.
   */
  changePassword(name: string, current: string, password: string): Promise<NewSession>;
  /**
   * Writes a rejected sign-in to the audit log. The entry's target is `openid` or the admin's name. For an unknown
   * name, the target is `admin`.
   */
  auditRefusal(by: { openId: true } | { openId: false; name: string }): Promise<void>;
  /** Returns and extends the session with this token. Returns null if the token has no active session. */
  find(token: string): Promise<AdminSession | null>;
  signOut(token: string, owner: SessionOwner): Promise<void>;
  signOutEverywhere(owner: SessionOwner): Promise<void>;
}

/** Creates the {@link AdminAccount} of a database. All projects in the database share the admins. */
export function createAdminAccount(
  storage: AuthorityStorage,
  settings: AccountSettings & SessionSettings,
): AdminAccount {
  const { projectId, now } = settings;
  const hasher = createPasswordHasher();
  const links = createSetUpLinks(storage, settings);
  const sessions = createAdminSessions(storage, settings);
  const audit = (database: Database, action: AuditAction, owner: SessionOwner) =>
    writeAudit(database, projectId, now(), {
      actor: "admin",
      admin: owner.name,
      action,
      target: owner.signInMethod === "openid" ? "openid" : owner.name,
      ...(owner.signInMethod === "openid" && action === "admin.sign_in" ? { details: { by: "openid" } } : {}),
    });

  async function begin(database: Database, owner: SessionOwner): Promise<NewSession> {
    return { token: await sessions.begin(database, owner), name: owner.name };
  }
  async function readHash(name: string): Promise<string | null> {
    const rows = await storage.run((database) => database.select().from(admins).where(eq(admins.id, name)));
    return rows[0]?.passwordHash ?? null;
  }
  /** Returns whether the admin's password hash in the database still equals `stored`. Locks the admin's row. */
  async function isCurrentHash(database: Database, name: string, stored: string | null): Promise<boolean> {
    const [admin] = await database.select().from(admins).where(eq(admins.id, name)).for("update");
    return admin?.passwordHash === stored;
  }

  async function hash(password: string): Promise<string> {
    const hashed = await hasher.hash(password);
    if (hashed === null) throw new Refusal("rate_limited", { retryAfter: BUSY_SECONDS, limit: "sign_in" });
    return hashed;
  }
  async function isPassword(password: string, stored: string | null, position?: QueuePosition): Promise<boolean> {
    const matches = await hasher.matches(password, stored, position);
    if (matches === null) throw new Refusal("rate_limited", { retryAfter: BUSY_SECONDS, limit: "sign_in" });
    return matches;
  }

  return {
    async isSetUp() {
      const rows = await storage.run((database) => database.select({ id: admins.id }).from(admins).limit(1));
      return rows.length > 0;
    },
    async setUp(token, firstName, password) {
      assertPassword(password, token);
      // Hashing is expensive, so a token that is not valid is rejected before the password is hashed.
      if (!(await links.isValid(token))) throw new Refusal("set_up_refused");
      const passwordHash = await hash(password);
      const session = await storage.transaction(async (database) => {
        // Removing an admin locks the rows in the same order, so the two operations cannot deadlock.
        await database.select({ id: admins.id }).from(admins).orderBy(asc(admins.id)).for("update");
        const link = await links.use(database, token);
        if (link === null) return null;
        const owner: SessionOwner = { signInMethod: "password", name: link.name ?? firstName };
        await database
          .insert(admins)
          .values({ id: owner.name, passwordHash, createdAt: new Date(now()) })
          .onConflictDoUpdate({ target: admins.id, set: { passwordHash } });
        await endSessionsOf(database, owner.name);
        await audit(database, "admin.set_up", owner);
        return begin(database, owner);
      });
      // The session is null if a concurrent request has used the link since the check.
      if (session === null) throw new Refusal("set_up_refused");
      return session;
    },
    async signIn(name, password, position) {
      const stored = await readHash(name);
      if (!(await isPassword(password, stored, position))) throw new Refusal("sign_in_refused");
      const owner: SessionOwner = { signInMethod: "password", name };
      const session = await storage.transaction(async (database) => {
        // If another request has changed the password in the meantime, it has ended all sessions. No new session may
        // start then.
        if (!(await isCurrentHash(database, name, stored))) return null;
        await audit(database, "admin.sign_in", owner);
        return begin(database, owner);
      });
      if (session === null) throw new Refusal("sign_in_refused");
      return session;
    },
    signInByOpenId: (person) =>
      storage.transaction(async (database) => {
        const owner: SessionOwner = { signInMethod: "openid", name: person.name, person };
        await audit(database, "admin.sign_in", owner);
        return sessions.begin(database, owner);
      }),
    async changePassword(name, current, password) {
      assertPassword(password, current);
      const stored = await readHash(name);
      if (!(await isPassword(current, stored))) throw new Refusal("password_refused");
      const passwordHash = await hash(password);
      const owner: SessionOwner = { signInMethod: "password", name };
      const session = await storage.transaction(async (database) => {
        if (!(await isCurrentHash(database, name, stored))) return null;
        await database.update(admins).set({ passwordHash }).where(eq(admins.id, name));
        await endSessionsOf(database, name);
        await audit(database, "admin.change_password", owner);
        return begin(database, owner);
      });
      if (session === null) throw new Refusal("password_refused");
      return session;
    },
    async auditRefusal(by) {
      // A user may have typed the password into the name field, so the audit log does not contain an unknown name.
      const target = by.openId ? "openid" : (await readHash(by.name)) === null ? FIRST_ADMIN : by.name;
      await storage.run((database) =>
        writeAudit(database, projectId, now(), {
          actor: "admin",
          admin: null,
          action: "admin.sign_in_refused",
          target,
          ...(by.openId ? { details: { by: "openid" } } : {}),
        }),
      );
    },
    find: sessions.find,
    signOut: (token, owner) =>
      storage.transaction(async (database) => {
        await sessions.end(database, token);
        await audit(database, "admin.sign_out", owner);
      }),
    signOutEverywhere: (owner) =>
      storage.transaction(async (database) => {
        await sessions.endAll(database, owner);
        await audit(database, "admin.sign_out_everywhere", owner);
      }),
  };
}

function assertPassword(password: string, known: string): void {
  const problem = findPasswordFault(password, known);
  if (problem !== null) throw new Refusal("fields_invalid", { fields: { password: problem } });
}
