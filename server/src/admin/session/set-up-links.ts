import { and, eq, gt, isNull, or, sql } from "drizzle-orm";
import { settingRefusal } from "../../base/setting-refusal.ts";
import { sha256 } from "../../base/sha256.ts";
import type { Attribution } from "../../changes/audit-entry.ts";
import { writeAudit } from "../../changes/write-audit.ts";
import type { AuthorityStorage, Database } from "../../storage/authority-storage.ts";
import { adminSessions, admins } from "../../storage/schema.ts";
import { readAdminName } from "./admin-name.ts";
import { newAdminToken } from "./admin-token.ts";

const LIFETIME_MS = 3_600_000;
// The id of an advisory lock: an arbitrary number that no other lock of this package uses.
const LOCK = 7_215_508_443;

export interface SetUpLink {
  readonly token: string;
  /** The name of the admin whose password the link sets; null for the first admin, who chooses a name. */
  readonly name: string | null;
}

/**
 * Creates one-time links that set an admin's password. A link expires after an hour, or when the next link for the same
 * admin is created. The first admin's link also expires when any other link is created, or when an admin exists.
 */
export interface SetUpLinks {
  /**
   * Creates a link that resets an admin's password. If the name is missing, the link is for the only admin. If there
   * are no admins, the link sets up the first admin. Throws `not_found` for an unknown name. Throws `invalid_setting`
   * for an invalid name, or if the name is missing and there are several admins.
   */
  reset(name: string | undefined, by: Attribution): Promise<SetUpLink>;
  /**
   * Creates a link that sets up a new admin. Throws `invalid_setting` for an invalid name. Throws `conflict` if an
   * admin already has the name.
   */
  invite(name: string, by: Attribution): Promise<SetUpLink>;
  /** Creates the link that sets up the first admin. Returns null if an admin exists. */
  createFirst(): Promise<SetUpLink | null>;
  /** Returns whether a link with this token exists and has not expired. */
  isValid(token: string): Promise<boolean>;
  /**
   * Deletes the link with this token, so that the link cannot be used again. The deletion is part of the caller's
   * database transaction. Returns an object with the `name` of the link. Returns null if the link is not valid.
   */
  use(database: Database, token: string): Promise<Pick<SetUpLink, "name"> | null>;
}

export interface AccountSettings {
  projectId: string;
  now: () => number;
}

export function createSetUpLinks(storage: AuthorityStorage, { projectId, now }: AccountSettings): SetUpLinks {
  const isLink = eq(adminSessions.kind, "setup");
  const isValidLink = (token: string) =>
    and(isLink, eq(adminSessions.hash, sha256(token)), gt(adminSessions.expiresAt, new Date(now())));
  async function replace(database: Database, name: string | null): Promise<SetUpLink> {
    // Processes may start at the same time. Without the lock, each process could delete the old links before another
    // process inserts its link, so several links would stay valid.
    await database.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(LOCK))})`);
    const token = newAdminToken();
    const createdAt = new Date(now());
    const expiresAt = new Date(now() + LIFETIME_MS);
    const isNameless = isNull(adminSessions.adminId);
    const isReplaced = name === null ? isNameless : or(eq(adminSessions.adminId, name), isNameless);
    await database.delete(adminSessions).where(and(isLink, isReplaced));
    await database
      .insert(adminSessions)
      .values({ hash: sha256(token), adminId: name, kind: "setup", createdAt, expiresAt });
    return { token, name };
  }
  const readNames = async (database: Database) =>
    (await database.select({ id: admins.id }).from(admins).orderBy(admins.id)).map(({ id }) => id);

  return {
    reset: (given, by) =>
      storage.transaction(async (database) => {
        const names = await readNames(database);
        const [only = null] = names;
        if (given === undefined && names.length > 1) throw settingRefusal("admin_name_missing", { names });
        const name = given === undefined ? only : readAdminName(given);
        if (name !== null && !names.includes(name)) throw settingRefusal("admin_not_found");
        await writeAudit(database, projectId, now(), { ...by, action: "admin.reset", target: name ?? "admin" });
        return replace(database, name);
      }),
    invite: (given, by) =>
      storage.transaction(async (database) => {
        const name = readAdminName(given);
        if ((await readNames(database)).includes(name)) throw settingRefusal("admin_exists");
        await writeAudit(database, projectId, now(), { ...by, action: "admin.invite", target: name });
        return replace(database, name);
      }),
    createFirst: () =>
      storage.transaction(async (database) =>
        (await readNames(database)).length === 0 ? replace(database, null) : null,
      ),
    async isValid(token) {
      const rows = await storage.run((database) =>
        database.select({ hash: adminSessions.hash }).from(adminSessions).where(isValidLink(token)),
      );
      return rows.length > 0;
    },
    async use(database, token) {
      const [used] = await database.delete(adminSessions).where(isValidLink(token)).returning();
      if (used === undefined) return null;
      // A link without a name sets up the first admin, so it is not valid once an admin exists.
      if (used.adminId === null && (await readNames(database)).length > 0) return null;
      return { name: used.adminId };
    },
  };
}
