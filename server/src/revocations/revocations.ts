import { and, count, desc, eq, gt, lt, ne, or, sql } from "drizzle-orm";
import { createCachedValue } from "../base/cached-value.ts";
import type { Identity } from "../base/identity.ts";
import { randomText } from "../base/random-text.ts";
import { settingRefusal } from "../base/setting-refusal.ts";
import { affectsKind } from "../changes/changed-row.ts";
import type { SettingsVersion } from "../changes/settings-version.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import { LONGEST_REFRESH_SECONDS } from "../config/server-settings.ts";
import type { AuthorityStorage, Database } from "../storage/authority-storage.ts";
import { revocations } from "../storage/schema.ts";
import { VISITOR_PREFIX } from "../visitors/visitor-prefix.ts";
import { readRevocationInput } from "./read-revocation-input.ts";
import type { Revocation, RevocationAttribution, RevocationInput, RevocationKind } from "./revocation.ts";
import { createRevocationList, type RevocationList } from "./revocation-list.ts";

/**
 * How long after `issuedBefore` a revocation stays in the list in memory, in milliseconds. No accepted JWT is valid for
 * longer than a day. The extra hour allows for clock differences.
 */
const LONGEST_TOKEN_MS = 25 * 3_600_000;
/**
 * The maximum number of users and workspaces in the list of revocations, counted together. This maximum limits the
 * memory of each process and the size of the signed list.
 */
const MAX_SUBJECTS = 50_000;
const LISTED = 100;

/** Creates and lists a project's revocations. A revocation invalidates tokens before they expire. */
export interface Revocations {
  /**
   * Revokes the tokens of a user, a workspace or the whole project. Only tokens that were issued before `issuedBefore`
   * are revoked. A second revocation of the same subject can only move `issuedBefore` to a later time. Throws
   * `invalid_setting` for invalid input, or if too many users and workspaces have a revocation.
   *
   * @param before a function that runs first in the transaction that stores the revocation. If `before` throws, nothing
   *   is stored. Default: no function.
   */
  add(
    input: RevocationInput,
    by: RevocationAttribution,
    before?: (database: Database) => Promise<void>,
  ): Promise<Revocation>;
  /** Returns the latest 100 revocations, newest first. */
  list(): Promise<Revocation[]>;
  /**
   * Returns the latest `issuedBefore` of the revocations that affect a user in a workspace; null if there is no such
   * revocation. The "Try a token" page shows this time.
   */
  revokedBefore(identity: Identity): Promise<Date | null>;
  /** Returns the cached revocations. Reads the database on the first call and after each change. */
  live(): RevocationList | Promise<RevocationList>;
}

/** Creates the {@link Revocations} of a project. */
export function createRevocations(
  storage: AuthorityStorage,
  { projectId, now }: Pick<ProjectSettings, "projectId" | "now">,
  version: SettingsVersion,
): Revocations {
  const ofProject = eq(revocations.projectId, projectId);
  const cache = createCachedValue(load);
  version.onChange((touched) => {
    if (affectsKind(touched, "tokens")) cache.drop();
  });

  const mayAffectValidTokens = () => and(ofProject, gt(revocations.issuedBefore, new Date(now() - LONGEST_TOKEN_MS)));

  /**
   * Returns the number of users and workspaces with a revocation that may affect unexpired tokens. Does not count the
   * user or workspace that `kind` and `subject` identify.
   */
  async function countOthers(database: Database, kind: RevocationKind, subject: string): Promise<number> {
    const isOther = or(ne(revocations.kind, kind), ne(revocations.subject, subject));
    const [row] = await database
      .select({ others: count() })
      .from(revocations)
      .where(and(mayAffectValidTokens(), ne(revocations.kind, "project"), isOther));
    return row?.others ?? 0;
  }

  async function load(): Promise<RevocationList> {
    const { kind, subject, issuedBefore } = revocations;
    return createRevocationList(
      await storage.run((database) =>
        database.select({ kind, subject, issuedBefore }).from(revocations).where(mayAffectValidTokens()),
      ),
    );
  }

  return {
    live: cache.get,
    async revokedBefore(identity) {
      await version.check();
      const moment = (await cache.get()).latestRevocationTime(identity);
      return moment === null ? null : new Date(moment);
    },
    async add(input, { id: given, ...by }, before) {
      const id = given ?? (by.actor === "admin" ? by.admin : null) ?? by.actor;
      const { kind, subject, issuedBefore } = readRevocationInput(input, now());
      const createdAt = new Date(now());
      const row = {
        id: `rev_0${randomText(24)}`,
        projectId,
        kind,
        subject,
        issuedBefore,
        createdBy: id,
        createdAt,
        expiresAt: new Date(
          issuedBefore.getTime() +
            (concernsVisitors(kind, subject) ? LONGEST_REFRESH_SECONDS * 1000 : LONGEST_TOKEN_MS),
        ),
      };
      const stored = await version.change(
        async (database) => {
          await before?.(database);
          await database.delete(revocations).where(and(ofProject, lt(revocations.expiresAt, createdAt)));
          // The limit applies only to users and workspaces that have no revocation yet. The whole project, and a user
          // or workspace that already has a revocation, can always be revoked.
          if (kind !== "project" && (await countOthers(database, kind, subject)) >= MAX_SUBJECTS) {
            throw settingRefusal("too_many_revocations", { max: MAX_SUBJECTS });
          }
          const [saved] = await database
            .insert(revocations)
            .values(row)
            .onConflictDoUpdate({
              target: [revocations.projectId, revocations.kind, revocations.subject],
              set: {
                issuedBefore: sql`greatest(${revocations.issuedBefore}, excluded.issued_before)`,
                expiresAt: sql`greatest(${revocations.expiresAt}, excluded.expires_at)`,
                createdBy: id,
                createdAt,
              },
            })
            .returning();
          return saved ?? row;
        },
        // The subject may be an email address, so the audit entry contains the revocation's id instead.
        (saved) => ({
          ...by,
          action: "tokens.revoke",
          target: saved.id,
          details: { kind, issuedBefore: saved.issuedBefore.toISOString(), by: id },
        }),
      );
      return toRevocation(stored);
    },
    async list() {
      const rows = await storage.run((database) =>
        database
          .select()
          .from(revocations)
          .where(ofProject)
          .orderBy(desc(revocations.createdAt), desc(revocations.id))
          .limit(LISTED),
      );
      return rows.map(toRevocation);
    },
  };
}

function toRevocation({ projectId: _, subject, ...row }: typeof revocations.$inferSelect): Revocation {
  return { ...row, subject: row.kind === "project" ? null : subject };
}

/**
 * Returns whether a revocation affects anonymous visitors. The database stores such a revocation for 10 years, because
 * a visitor's refresh token may be valid for 10 years.
 */
const concernsVisitors = (kind: Revocation["kind"], subject: string) =>
  kind === "project" || subject.startsWith(VISITOR_PREFIX);
