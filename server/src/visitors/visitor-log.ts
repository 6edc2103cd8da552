import { createHourly } from "../base/hourly.ts";
import type { Identity } from "../base/identity.ts";
import { randomText } from "../base/random-text.ts";
import { Refusal } from "../base/refusal.ts";
import { sha256 } from "../base/sha256.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { refreshTokens } from "../storage/schema.ts";
import { claimThreads } from "./claim-threads.ts";
import { isRefreshToken, makeFamilyId, makeRefreshToken } from "./refresh-token.ts";
import { createRefreshTokenStore, type Renewed } from "./refresh-token-store.ts";
import { VISITOR_PREFIX } from "./visitor-prefix.ts";

/** A visitor with the refresh token that brings the same visitor back. */
export type Visitor = Renewed;

/** Anonymous visitors. */
export interface VisitorLog {
  /** Makes a new visitor. */
  admit(): Promise<Visitor>;
  /** Finds the visitor of a refresh token, whose time begins anew with the token that is given back. */
  renew(refreshToken: string): Promise<Visitor>;
  /** Whether anything can be claimed here. */
  readonly canClaim: boolean;
  /** Hands what the visitor of a refresh token has to a user, and ends the visitor's tokens; gives how many threads were moved. */
  claim(to: Identity, refreshToken: string): Promise<number>;
  /** Waits for what is being cleaned up. */
  settle(): Promise<void>;
}

/** Makes the {@link VisitorLog} of a project. */
export function createVisitorLog(storage: AuthorityStorage, settings: AuthoritySettings): VisitorLog {
  const line = createRefreshTokenStore(storage, settings);
  const sweep = createHourly(line.sweep, settings.now, settings.onFault);

  function assertAllowed(): void {
    if (!settings.anonymous) throw new Refusal("anonymous_not_allowed");
  }

  return {
    async admit() {
      assertAllowed();
      sweep.runWhenDue();
      const userId = `${VISITOR_PREFIX}0${randomText(24)}`;
      const token = makeRefreshToken();
      const createdAt = new Date(settings.now());
      const expiresAt = new Date(createdAt.getTime() + settings.refreshLifetimeSeconds * 1000);
      await storage.run((database) =>
        database.insert(refreshTokens).values({
          hash: sha256(token),
          projectId: settings.projectId,
          familyId: makeFamilyId(),
          userId,
          workspaceId: userId,
          familyStartedAt: createdAt,
          createdAt,
          expiresAt,
        }),
      );
      return { userId, workspaceId: userId, startedAt: createdAt, refreshToken: { token, expiresAt } };
    },
    async renew(token) {
      assertAllowed();
      if (!isRefreshToken(token)) throw new Refusal("refresh_token_malformed");
      sweep.runWhenDue();
      const renewed = await (settings.refreshRotation ? line.rotate(token) : line.slide(token));
      if (renewed === null) throw new Refusal("refresh_token_unknown");
      return renewed;
    },
    canClaim: settings.moveThreads !== null,
    claim: (to, refreshToken) => claimThreads(line, settings, to, refreshToken),
    settle: sweep.settle,
  };
}
