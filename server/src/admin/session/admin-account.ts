import { eq } from "drizzle-orm";
import { Refusal } from "../../base/refusal.ts";
import type { AuditAction } from "../../changes/audit-entry.ts";
import { writeAudit } from "../../changes/write-audit.ts";
import type { AuthorityStorage, Database } from "../../storage/authority-storage.ts";
import { admins } from "../../storage/schema.ts";
import { type AdminSession, createAdminSessions } from "./admin-sessions.ts";
import { findPasswordFault } from "./find-password-fault.ts";
import { createPasswordHasher } from "./password-hash.ts";
import { type AccountSettings, createSetUpLinks } from "./set-up-links.ts";

/** There is one admin, so two that are set up at once can never become two. */
const ADMIN = "admin";
const BUSY_SECONDS = 5;

/** The admin's account: who may change settings in the dashboard. */
export interface AdminAccount {
  /** Whether a password has been set. */
  isSetUp(): Promise<boolean>;
  /** Sets the password by a set-up link and ends every session; gives the token of a new one. Throws `fields_invalid` or `set_up_refused`. */
  setUp(token: string, password: string): Promise<string>;
  /** Gives the token of a new session; throws `sign_in_refused`, whatever was wrong. */
  signIn(password: string): Promise<string>;
  /** Gives the token of a new session to somebody whom the team's provider has vouched for. */
  enterByOpenId(): Promise<string>;
  /** Sets another password and ends every session; gives the token of a new one. Throws `fields_invalid`, or `password_refused` for a wrong `current`. */
  changePassword(current: string, password: string): Promise<string>;
  /** Writes down that a sign-in was refused: by whom, where it was not by the password. */
  noteRefusal(by?: "openid"): Promise<void>;
  /** The session of a token; null when it has ended. */
  find(token: string): Promise<AdminSession | null>;
  signOut(token: string): Promise<void>;
  signOutEverywhere(): Promise<void>;
}

/** Makes the {@link AdminAccount} of a database: one for all its projects. */
export function createAdminAccount(storage: AuthorityStorage, settings: AccountSettings): AdminAccount {
  const { projectId, now } = settings;
  const hasher = createPasswordHasher();
  const links = createSetUpLinks(storage, settings);
  const sessions = createAdminSessions(storage, now);
  const note = (database: Database, action: AuditAction, by?: "openid") =>
    writeAudit(database, projectId, now(), {
      actor: "admin",
      action,
      target: ADMIN,
      // Never who it was: the provider keeps a record of that.
      ...(by === undefined ? {} : { details: { by } }),
    });

  async function readHash(): Promise<string | null> {
    const rows = await storage.run((database) => database.select().from(admins).where(eq(admins.id, ADMIN)));
    return rows[0]?.passwordHash ?? null;
  }

  async function hash(password: string): Promise<string> {
    const hashed = await hasher.hash(password);
    if (hashed === null) throw new Refusal("rate_limited", { retryAfter: BUSY_SECONDS, limit: "sign_in" });
    return hashed;
  }
  async function isPassword(password: string, stored: string | null): Promise<boolean> {
    const matches = await hasher.matches(password, stored);
    if (matches === null) throw new Refusal("rate_limited", { retryAfter: BUSY_SECONDS, limit: "sign_in" });
    return matches;
  }

  return {
    isSetUp: async () => (await readHash()) !== null,
    async setUp(token, password) {
      assertSound(password, token);
      // First, so that made-up tokens cost no hash.
      if (!(await links.isValid(token))) throw new Refusal("set_up_refused");
      const passwordHash = await hash(password);
      const session = await storage.transaction(async (database) => {
        if (!(await links.use(database, token))) return null;
        await database
          .insert(admins)
          .values({ id: ADMIN, passwordHash, createdAt: new Date(now()) })
          .onConflictDoUpdate({ target: admins.id, set: { passwordHash } });
        await sessions.endAll(database, ADMIN);
        await note(database, "admin.set_up");
        return sessions.begin(database, ADMIN);
      });
      // Another use of the link was faster.
      if (session === null) throw new Refusal("set_up_refused");
      return session;
    },
    async signIn(password) {
      const stored = await readHash();
      if (!(await isPassword(password, stored))) throw new Refusal("sign_in_refused");
      const session = await storage.transaction(async (database) => {
        const [admin] = await database.select().from(admins).where(eq(admins.id, ADMIN)).for("update");
        // Another password that was set meanwhile has ended all sessions, and so this one too.
        if (admin?.passwordHash !== stored) return null;
        await note(database, "admin.sign_in");
        return sessions.begin(database, ADMIN);
      });
      if (session === null) throw new Refusal("sign_in_refused");
      return session;
    },
    enterByOpenId: () =>
      storage.transaction(async (database) => {
        await note(database, "admin.sign_in", "openid");
        return sessions.begin(database, ADMIN);
      }),
    async changePassword(current, password) {
      assertSound(password, current);
      const stored = await readHash();
      if (!(await isPassword(current, stored))) throw new Refusal("password_refused");
      const passwordHash = await hash(password);
      const session = await storage.transaction(async (database) => {
        const [admin] = await database.select().from(admins).where(eq(admins.id, ADMIN)).for("update");
        if (admin?.passwordHash !== stored) return null;
        await database.update(admins).set({ passwordHash }).where(eq(admins.id, ADMIN));
        await sessions.endAll(database, ADMIN);
        await note(database, "admin.change_password");
        return sessions.begin(database, ADMIN);
      });
      if (session === null) throw new Refusal("password_refused");
      return session;
    },
    noteRefusal: (by) => storage.run((database) => note(database, "admin.sign_in_refused", by)),
    find: sessions.find,
    signOut: (token) =>
      storage.transaction(async (database) => {
        await sessions.end(database, token);
        await note(database, "admin.sign_out");
      }),
    signOutEverywhere: () =>
      storage.transaction(async (database) => {
        await sessions.endAll(database, ADMIN);
        await note(database, "admin.sign_out_everywhere");
      }),
  };
}

function assertSound(password: string, known: string): void {
  const problem = findPasswordFault(password, known);
  if (problem !== null) throw new Refusal("fields_invalid", { fields: { password: problem } });
}
