import { createHourlyTask } from "../base/hourly-task.ts";
import type { Identity } from "../base/identity.ts";
import { randomText } from "../base/random-text.ts";
import { Refusal } from "../base/refusal.ts";
import { sha256 } from "../base/sha256.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { refreshTokens } from "../storage/schema.ts";
import { claimThreads } from "./claim-threads.ts";
import { createFamilyId, createRefreshToken, isRefreshToken } from "./refresh-token.ts";
import { createRefreshTokenStore, type RenewedVisitor } from "./refresh-token-store.ts";
import { VISITOR_PREFIX } from "./visitor-prefix.ts";

/** An anonymous visitor and a refresh token. The token identifies the visitor in later requests. */
export type Visitor = RenewedVisitor;

/** Creates and renews anonymous visitors. Moves a visitor's threads to a user. */
export interface Visitors {
  create(): Promise<Visitor>;
  /**
   * Returns the visitor of a refresh token, and the refresh token for the visitor's next refresh. Throws a refusal if
   * the given token is not valid or the server does not allow anonymous visitors.
   */
  renew(refreshToken: string): Promise<Visitor>;
  /** Whether `claim` can move threads. False if the option `moveThreads` is missing. */
  readonly canClaim: boolean;
  /**
   * Moves a visitor's threads to a user, then revokes the visitor's refresh tokens. Returns the number of moved
   * threads.
   *
   * @param refreshToken identifies the visitor
   */
  claim(to: Identity, refreshToken: string): Promise<number>;
  /** Waits until the current deletion of expired refresh tokens ends. Returns immediately if no deletion is running. */
  settle(): Promise<void>;
}

/** Creates the {@link Visitors} of a project. */
export function createVisitors(storage: AuthorityStorage, settings: AuthoritySettings): Visitors {
  const tokens = createRefreshTokenStore(storage, settings);
  const sweep = createHourlyTask(tokens.deleteExpired, settings.now, settings.onFault);

  function assertAllowed(): void {
    if (!settings.anonymous) throw new Refusal("anonymous_not_allowed");
  }

  return {
    async create() {
      assertAllowed();
      sweep.runWhenDue();
      const userId = `${VISITOR_PREFIX}0${randomText(24)}`;
      const token = createRefreshToken();
      const createdAt = new Date(settings.now());
      const expiresAt = new Date(createdAt.getTime() + settings.refreshLifetimeSeconds * 1000);
      await storage.run((database) =>
        database.insert(refreshTokens).values({
          hash: sha256(token),
          projectId: settings.projectId,
          familyId: createFamilyId(),
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
      const renewed = await (settings.refreshRotation ? tokens.rotate(token) : tokens.extend(token));
      if (renewed === null) throw new Refusal("refresh_token_unknown");
      return renewed;
    },
    canClaim: settings.moveThreads !== null,
    claim: (to, refreshToken) => claimThreads(tokens, settings, to, refreshToken),
    settle: sweep.settle,
  };
}
