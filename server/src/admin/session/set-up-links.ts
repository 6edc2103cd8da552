import { and, eq, gt, sql } from "drizzle-orm";
import { sha256 } from "../../base/sha256.ts";
import type { Attribution } from "../../changes/audit-entry.ts";
import { writeAudit } from "../../changes/write-audit.ts";
import type { AuthorityStorage, Database } from "../../storage/authority-storage.ts";
import { adminSessions, admins } from "../../storage/schema.ts";
import { newAdminToken } from "./admin-token.ts";

const LIFETIME_MS = 3_600_000;
// Any number that no other lock of this package has.
const LOCK = 7_215_508_443;

/** One-time links with which the admin's password is set: the first one, or a new one. */
export interface SetUpLinks {
  /** Makes the token of a link and takes every earlier one out of force. It works once, for an hour. */
  create(by: Attribution): Promise<string>;
  /** The same for a database that has no admin yet; null when there is one. */
  createFirst(): Promise<string | null>;
  /** Whether the token would be taken now. */
  isValid(token: string): Promise<boolean>;
  /** Uses the token up, in a transaction; false when it is not in force. */
  use(database: Database, token: string): Promise<boolean>;
}

/** What of the settings the admin's account needs. */
export interface AccountSettings {
  projectId: string;
  now: () => number;
}

export function createSetUpLinks(storage: AuthorityStorage, { projectId, now }: AccountSettings): SetUpLinks {
  const inForce = (token: string) =>
    and(
      eq(adminSessions.hash, sha256(token)),
      eq(adminSessions.kind, "setup"),
      gt(adminSessions.expiresAt, new Date(now())),
    );
  async function replace(database: Database): Promise<string> {
    // Of processes that start at once each would otherwise delete the links before it inserts its own, and all would count.
    await database.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(LOCK))})`);
    const token = newAdminToken();
    const createdAt = new Date(now());
    const expiresAt = new Date(now() + LIFETIME_MS);
    await database.delete(adminSessions).where(eq(adminSessions.kind, "setup"));
    await database
      .insert(adminSessions)
      .values({ hash: sha256(token), adminId: null, kind: "setup", createdAt, expiresAt });
    return token;
  }

  return {
    create: ({ actor }) =>
      storage.transaction(async (database) => {
        await writeAudit(database, projectId, now(), { actor, action: "admin.reset", target: "admin" });
        return replace(database);
      }),
    createFirst: () =>
      storage.transaction(async (database) => {
        const [admin] = await database.select({ id: admins.id }).from(admins);
        return admin === undefined ? replace(database) : null;
      }),
    async isValid(token) {
      const rows = await storage.run((database) =>
        database.select({ hash: adminSessions.hash }).from(adminSessions).where(inForce(token)),
      );
      return rows.length > 0;
    },
    async use(database, token) {
      const used = await database.delete(adminSessions).where(inForce(token)).returning({ hash: adminSessions.hash });
      return used.length > 0;
    },
  };
}
