import { and, eq, gt, isNull, not, or, sql } from "drizzle-orm";
import { Refusal } from "../base/refusal.ts";
import { sha256 } from "../base/sha256.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import type { AuthorityStorage, Database } from "../storage/authority-storage.ts";
import { refreshTokens, revocations } from "../storage/schema.ts";
import { successorOf } from "./refresh-token.ts";

/**
 * How long a refresh token stays valid after the first use of its successor, in milliseconds. During this time, other
 * browser tabs may still send the old token.
 */
const REPLACED_GRACE_MS = 60_000;

type Row = typeof refreshTokens.$inferSelect;

/** A visitor, and the refresh token for the visitor's next refresh. */
export interface RenewedVisitor {
  userId: string;
  workspaceId: string;
  /** The time of the visitor's first visit. */
  startedAt: Date;
  refreshToken: { token: string; expiresAt: Date };
}

/**
 * The queries on a project's refresh tokens. Each rotation derives a successor from the current token. All tokens of
 * one visitor form a family. Methods with a `token` parameter throw `token_revoked` if the visitor's first visit was
 * before a revocation of the visitor, workspace or project.
 */
export interface RefreshTokenStore {
  /**
   * Returns the successor of a refresh token; null if the token is not valid. Until a client uses the successor,
   * repeated calls return the same successor. For a minute after the first use of the successor, repeated calls return
   * the latest token of the family. After that minute, the method treats the given token as stolen: it revokes all
   * tokens of the family and returns null.
   */
  rotate(token: string): Promise<RenewedVisitor | null>;
  /**
   * Extends the validity of a refresh token and returns the visitor of the token. Returns null if the token is not
   * valid. Creates no successor, as in the hosted cloud.
   */
  extend(token: string): Promise<RenewedVisitor | null>;
  /**
   * Returns the visitor of a refresh token; null if the token is not valid. Does not change the token's expiry time.
   * Revokes the family of a stolen token, as `rotate` does.
   */
  findVisitor(token: string): Promise<{ userId: string; workspaceId: string; familyId: string } | null>;
  /** Revokes all refresh tokens of a family. */
  revokeFamily(familyId: string): Promise<void>;
  /** Deletes expired refresh tokens. */
  deleteExpired(): Promise<void>;
}

/** Creates the {@link RefreshTokenStore} of a project. */
export function createRefreshTokenStore(storage: AuthorityStorage, settings: AuthoritySettings): RefreshTokenStore {
  const { projectId, refreshLifetimeSeconds, refreshMaxLifetimeSeconds } = settings;
  const startedAt = sql`coalesce(${refreshTokens.familyStartedAt}, ${refreshTokens.createdAt})`;
  /**
   * The SQL condition for a visitor who is signed out: the visitor's first visit was before a revocation of the
   * visitor, workspace or project. The condition queries the database, not a cache, so a revocation has an immediate
   * effect.
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

  /**
   * Locks the family of a token until the transaction ends. Rotations and revocations of the family therefore run one
   * after another, across processes too.
   */
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

  /**
   * Returns the row of a token; null if the token is not valid. If the token's successor was first used more than a
   * minute ago, treats the token as stolen and revokes the token's family. Throws `token_revoked` if `isSignedOut` is
   * true.
   */
  async function findValid(database: Database, token: string, now: number): Promise<Row | null> {
    const row = await find(database, token);
    if (row === undefined || row.revokedAt !== null || row.expiresAt.getTime() <= now) return null;
    await refuseSignedOut(database, row.hash);
    if (row.replacedAt === null || now - row.replacedAt.getTime() <= REPLACED_GRACE_MS) return row;
    await revokeFamily(database, row.familyId, now);
    return null;
  }

  /**
   * Follows the chain from a token to its successor, to that successor's successor, and so on. Returns the last
   * successor, which no client has used yet, and the row of the token before the last successor. The chain can be long,
   * because a token stays valid for a minute after the first use of its successor.
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
        const row = await findValid(database, token, now);
        if (row === null) return null;
        const expiresAt = expiryOf(row, now);
        if (row.replacedAt === null) {
          // If the response with the successor is lost, the visitor has only the current token. So that token is
          // extended too.
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
      // One statement checks and extends the token, so another process cannot revoke the token in between.
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
        return findValid(database, token, settings.now());
      }),
    revokeFamily: (familyId) =>
      storage.transaction(async (database) => {
        // Without the lock, a concurrent rotation could add a token that this revocation misses.
        await database.execute(sql`select ${lockOf(familyId)}`);
        await revokeFamily(database, familyId, settings.now());
      }),
    async deleteExpired() {
      const expired = sql`${refreshTokens.expiresAt} < ${new Date(settings.now()).toISOString()}::timestamptz`;
      await storage.run((database) =>
        database.delete(refreshTokens).where(and(eq(refreshTokens.projectId, projectId), expired)),
      );
    },
  };
}
