import { and, eq, gt, isNull } from "drizzle-orm";
import type { AuthoritySettings } from "../authority-settings.ts";
import { faults } from "../http/http-fault.ts";
import { randomText } from "../random-text.ts";
import { sha256 } from "../sha256.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { refreshTokens } from "../storage/schema.ts";

/** What the ids of anonymous visitors start with; no provider or backend may claim one. */
export const VISITOR_PREFIX = "usr_anon_";

const REFRESH_LIFETIME_MS = 30 * 86_400_000;
// 43 letters and digits hold 256 bits.
const REFRESH_FORM = /^refresh_0[0-9A-Za-z]{43}$/;

/** A visitor with the refresh token that brings the same visitor back. */
export interface Visitor {
  userId: string;
  workspaceId: string;
  refreshToken: { token: string; expiresAt: Date };
}

/** Anonymous visitors. */
export interface VisitorLog {
  /** Makes a new visitor. */
  admit(): Promise<Visitor>;
  /** Finds the visitor of a refresh token and lets it live for another 30 days. */
  renew(refreshToken: string): Promise<Visitor>;
}

/**
 * Makes the {@link VisitorLog} of a project. A refresh token is not replaced by a renewal, as in the hosted
 * cloud: a lost response then never costs a visitor the threads.
 */
export function createVisitorLog(storage: AuthorityStorage, settings: AuthoritySettings): VisitorLog {
  function assertAllowed(): void {
    if (!settings.anonymous) throw faults.anonymousOff();
  }
  return {
    async admit() {
      assertAllowed();
      const userId = `${VISITOR_PREFIX}0${randomText(24)}`;
      const token = `refresh_0${randomText(43)}`;
      const createdAt = new Date(settings.now());
      const expiresAt = new Date(createdAt.getTime() + REFRESH_LIFETIME_MS);
      await storage.run((database) =>
        database.insert(refreshTokens).values({
          hash: sha256(token),
          projectId: settings.projectId,
          familyId: `family_0${randomText(24)}`,
          userId,
          workspaceId: userId,
          createdAt,
          expiresAt,
        }),
      );
      return { userId, workspaceId: userId, refreshToken: { token, expiresAt } };
    },
    async renew(token) {
      assertAllowed();
      if (!REFRESH_FORM.test(token)) throw faults.refreshTokenMalformed();
      const now = new Date(settings.now());
      const expiresAt = new Date(now.getTime() + REFRESH_LIFETIME_MS);
      // One statement: no other process can revoke the token between a look and a write.
      const [row] = await storage.run((database) =>
        database
          .update(refreshTokens)
          .set({ expiresAt })
          .where(
            and(
              eq(refreshTokens.hash, sha256(token)),
              eq(refreshTokens.projectId, settings.projectId),
              isNull(refreshTokens.revokedAt),
              gt(refreshTokens.expiresAt, now),
            ),
          )
          .returning({ userId: refreshTokens.userId, workspaceId: refreshTokens.workspaceId }),
      );
      if (!row) throw faults.refreshTokenUnknown();
      return { ...row, refreshToken: { token, expiresAt } };
    },
  };
}
