import { and, asc, eq, gt, isNotNull } from "drizzle-orm";
import { settingRefusal } from "../../base/setting-refusal.ts";
import type { Attribution } from "../../changes/audit-entry.ts";
import { writeAudit } from "../../changes/write-audit.ts";
import type { AuthorityStorage } from "../../storage/authority-storage.ts";
import { adminSessions, admins } from "../../storage/schema.ts";
import { readAdminName } from "./admin-name.ts";
import type { AccountSettings } from "./set-up-links.ts";

/** An admin who signs in with a password or has been invited to set one. */
export interface AdminInfo {
  name: string;
  /** The time at which the first password was set; null until then. */
  createdAt: Date | null;
  /** The time at which the admin's set-up link expires; null if the admin has no set-up link. */
  linkValidUntil: Date | null;
}

/** Manages the admins who sign in with a password. The users of the team's OpenID provider are not in this list. */
export interface AdminList {
  /** Returns all admins, including invited admins, ordered by name. */
  list(): Promise<AdminInfo[]>;
  /**
   * Removes an admin, and deletes the admin's sessions and set-up links. Throws `invalid_setting` for an invalid name,
   * and `not_found` for an unknown name. Throws `conflict` for the last admin with a password, because password sign-in
   * would no longer work.
   */
  remove(name: string, by: Attribution): Promise<void>;
}

/** Creates the {@link AdminList} of a database. All projects in the database share the admins. */
export function createAdminList(storage: AuthorityStorage, { projectId, now }: AccountSettings): AdminList {
  return {
    async list() {
      const isOpenLink = and(
        eq(adminSessions.kind, "setup"),
        isNotNull(adminSessions.adminId),
        gt(adminSessions.expiresAt, new Date(now())),
      );
      const [accounts, links] = await storage.run(async (database) => [
        await database.select().from(admins).orderBy(asc(admins.id)),
        await database.select().from(adminSessions).where(isOpenLink),
      ]);
      const untilOf = new Map(links.map(({ adminId, expiresAt }) => [adminId, expiresAt]));
      const createdOf = new Map(accounts.map(({ id, createdAt }) => [id, createdAt]));
      const names = new Set([...createdOf.keys(), ...untilOf.keys()].filter((name) => name !== null));
      return [...names]
        .sort()
        .map((name) => ({ name, createdAt: createdOf.get(name) ?? null, linkValidUntil: untilOf.get(name) ?? null }));
    },
    async remove(typedName, by) {
      const name = readAdminName(typedName);
      await storage.transaction(async (database) => {
        // Two admins may remove each other concurrently. Locking all rows ensures that only one removal succeeds.
        const accounts = await database.select({ id: admins.id }).from(admins).orderBy(asc(admins.id)).for("update");
        const isAdmin = accounts.some(({ id }) => id === name);
        if (isAdmin && accounts.length === 1) throw settingRefusal("admin_last");
        await database.delete(admins).where(eq(admins.id, name));
        const ended = await database.delete(adminSessions).where(eq(adminSessions.adminId, name)).returning();
        if (!isAdmin && ended.length === 0) throw settingRefusal("admin_not_found");
        await writeAudit(database, projectId, now(), { ...by, action: "admin.remove", target: name });
      });
    },
  };
}
