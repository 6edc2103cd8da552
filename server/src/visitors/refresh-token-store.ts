import { and, eq, gt, isNull, not, or, sql } from "drizzle-orm";
import { Refusal } from "../base/refusal.ts";
import { sha256 } from "../base/sha256.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import type { AuthorityStorage, Database } from "../storage/authority-storage.ts";
import { refreshTokens, revocations } from "../storage/schema.ts";
import { successorOf } from "./refresh-token.ts";

/**
 * How long a token stays valid after the first use of its successor, in milliseconds. Other tabs may still send the old
 * token.
 */
const REPLACED_GRACE_MS = 60_000;

type Row = typeof refreshTokens.$inferSelect;

/** The result of presenting a refresh token. */
export interface RenewedVisitor {
  userId: string;
  workspaceId: string;
  /** The time of the visitor's first visit. */
  startedAt: Date;
  refreshToken: { token: string; expiresAt: Date };
}

/** The queries on a project's refresh tokens. The methods throw `token_revoked` for a visitor who was signed out. */
export interface RefreshTokenStore {
  /**
   * Returns a token's successor; null if the token is not valid. Repeated calls return the same successor until the
   * successor is used. If the successor was first used more than a minute ago, the given token is treated as stolen,
   * and all tokens of its family are revoked.
   */
  rotate(token: string): Promise<RenewedVisitor | null>;
  /** Extends the lifetime of the token itself, as the hosted cloud does. Returns null if the token is not valid. */
  extend(token: string): Promise<RenewedVisitor | null>;
  /**
   * Returns the visitor of a token without extending the token; null if the token is not valid. A token that is treated
   * as stolen causes the revocation of its whole family, as in a rotation.
   */
  findVisitor(token: string): Promise<{ userId: string; workspaceId: string; familyId: string } | null>;
  /** Revokes all tokens of a family. */
  revokeFamily(familyId: string): Promise<void>;
  /** Deletes expired tokens. */
  sweep(): Promise<void>;
}

/** Creates the {@link RefreshTokenStore} of a project. */
export function createRefreshTokenStore(storage: AuthorityStorage, settings: AuthoritySettings): RefreshTokenStore {
  const { projectId, refreshLifetimeSeconds, refreshMaxLifetimeSeconds } = settings;
  const startedAt = sql`coalesce(${refreshTokens.familyStartedAt}, ${refreshTokens.createdAt})`;
  /**
   * The condition that the visitor is signed out. It reads the database instead of a cache, so a sign-out applies
   * immediately.
   */
  const isSignedOut = sql<boolean>`exists (select 1 from ${revocations} where ${revocations.projectId} = ${projectId}
    and ${revocations.issuedBefore} > ${startedAt} and (${revocations.kind} = 'project'
      or (${revocations.kind} = 'user' and ${revocations.subject} = ${refreshTokens.userId})
      or (${revocations.kind} = 'workspace' and ${revocations.subject} = ${refreshTokens.workspaceId})))`;
  const withHash = (hash: string) => and(eq(refreshTokens.projectId, projectId), eq(refreshTokens.hash, hash));

  async function find(database: Database, token: string): Promise<Row | undefined> {
    const [row] = await database
      .select()
      .from(refreshTokens)
      .where(withHash(sha256(token)));
    return row;
  }

  async function refuseSignedOut(database: Database, hash: string): Promise<void> {
    const [row] = await database.select({ isSignedOut }).from(refreshTokens).where(withHash(hash));
    if (row?.isSignedOut) throw new Refusal("token_revoked");
  }

  const startTimeOf = (row: Row): Date => row.familyStartedAt ?? row.createdAt;

  function expiryOf(row: Row, now: number): Date {
    const end = startTimeOf(row).getTime() + refreshMaxLifetimeSeconds * 1000;
    return new Date(Math.min(now + refreshLifetimeSeconds * 1000, end));
  }

  const lockOf = (familyId: typeof refreshTokens.familyId | string) =>
    sql`pg_advisory_xact_lock(hashtextextended(${familyId}, 0))`;

  /** Locks a token's family, so that rotations and revocations of the family run one after another across processes. */
  async function lockFamily(database: Database, token: string): Promise<void> {
    await database
      .select({ locked: sql`${lockOf(refreshTokens.familyId)}::text` })
      .from(refreshTokens)
      .where(withHash(sha256(token)));
  }

  async function revokeFamily(database: Database, familyId: string, now: number): Promise<void> {
    await database
      .update(refreshTokens)
      .set({ revokedAt: new Date(now) })
      .where(
        and(
          eq(refreshTokens.projectId, projectId),
          eq(refreshTokens.familyId, familyId),
          isNull(refreshTokens.revokedAt),
        ),
      );
  }

  /** Returns the row of a valid token; otherwise null. If the token is treated as stolen, revokes its whole family. */
  async function findLive(database: Database, token: string, now: number): Promise<Row | null> {
    const row = await find(database, token);
    if (row === undefined || row.revokedAt !== null || row.expiresAt.getTime() <= now) return null;
    await refuseSignedOut(database, row.hash);
    if (row.replacedAt === null || now - row.replacedAt.getTime() <= REPLACED_GRACE_MS) return row;
    await revokeFamily(database, row.familyId, now);
    return null;
  }

  /**
   * Returns the latest unused successor of a token. A token within the grace period may already have a chain of several
   * successors.
   */
  async function findLatestSuccessor(
    database: Database,
    token: string,
    row: Row,
  ): Promise<{ token: string; parent: Row }> {
    let parent = row;
    let successor = successorOf(token, row.familyId);
    while (parent.replacedAt !== null) {
      const next = await find(database, successor);
      if (next === undefined) break;
      parent = next;
      successor = successorOf(successor, row.familyId);
    }
    return { token: successor, parent };
  }

  return {
    rotate: (token) =>
      storage.transaction(async (database) => {
        await lockFamily(database, token);
        const now = settings.now();
        const row = await findLive(database, token, now);
        if (row === null) return null;
        const expiresAt = expiryOf(row, now);
        if (row.replacedAt === null) {
          // If the response with the successor is lost, the visitor has only this token, so this token is extended too.
          await database.update(refreshTokens).set({ expiresAt }).where(withHash(row.hash));
          if (row.parentHash !== null) {
            await database
              .update(refreshTokens)
              .set({ replacedAt: new Date(now) })
              .where(and(withHash(row.parentHash), isNull(refreshTokens.replacedAt)));
          }
        }
        const tip = await findLatestSuccessor(database, token, row);
        await database
          .insert(refreshTokens)
          .values({
            ...row,
            hash: sha256(tip.token),
            parentHash: tip.parent.hash,
            familyStartedAt: startTimeOf(row),
            createdAt: new Date(now),
            expiresAt,
            replacedAt: null,
          })
          .onConflictDoUpdate({ target: refreshTokens.hash, set: { expiresAt } });
        return {
          userId: row.userId,
          workspaceId: row.workspaceId,
          startedAt: startTimeOf(row),
          refreshToken: { token: tip.token, expiresAt },
        };
      }),
    async extend(token) {
      const now = settings.now();
      const latest = new Date(now + refreshLifetimeSeconds * 1000);
      const end = sql`${startedAt} + make_interval(secs => ${refreshMaxLifetimeSeconds}::float8)`;
      // The check and the write are a single statement, so that another process cannot revoke the token in between.
      const [row] = await storage.run((database) =>
        database
          .update(refreshTokens)
          .set({ expiresAt: sql`least(${latest.toISOString()}::timestamptz, ${end})` })
          .where(
            and(
              withHash(sha256(token)),
              isNull(refreshTokens.revokedAt),
              gt(refreshTokens.expiresAt, new Date(now)),
              or(isNull(refreshTokens.replacedAt), gt(refreshTokens.replacedAt, new Date(now - REPLACED_GRACE_MS))),
              not(isSignedOut),
            ),
          )
          .returning(),
      );
      if (row === undefined) {
        await storage.run((database) => refuseSignedOut(database, sha256(token)));
        return null;
      }
      const { userId, workspaceId, expiresAt } = row;
      return { userId, workspaceId, startedAt: startTimeOf(row), refreshToken: { token, expiresAt } };
    },
    findVisitor: (token) =>
      storage.transaction(async (database) => {
        await lockFamily(database, token);
        return findLive(database, token, settings.now());
      }),
    revokeFamily: (familyId) =>
      storage.transaction(async (database) => {
        // Without the lock, a concurrent rotation could add a token that this revocation misses.
        await database.execute(sql`select ${lockOf(familyId)}`);
        await revokeFamily(database, familyId, settings.now());
      }),
    async sweep() {
      const expired = sql`${refreshTokens.expiresAt} < ${new Date(settings.now()).toISOString()}::timestamptz`;
      await storage.run((database) =>
        database.delete(refreshTokens).where(and(eq(refreshTokens.projectId, projectId), expired)),
      );
    },
  };
}
