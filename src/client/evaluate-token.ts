import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { decodeWorkspaceToken } from "../core/workspace-token.ts";
import type { Instant } from "./clock.ts";
import type { EngineState } from "./engine-state.ts";
import { type HeldToken, holdToken, remainingLife } from "./held-token.ts";
import { warnDeveloper } from "./platform/warn-developer.ts";
import { followSetBack, type ServerTime } from "./server-time.ts";

/** A received token, with its origin, age and requirements. */
export interface ReceivedToken {
  given: unknown;
  /** The name of what returned the token, as the subject of an error message; undefined in production. */
  origin: string | undefined;
  now: Instant;
  random: number;
  /**
   * Whether the caller requested a replacement of the held token. The new token then need not expire later than the
   * held one.
   */
  forced: boolean;
  /** The token's age in milliseconds; null to estimate it. */
  age: number | null;
  /**
   * Whether the token must belong to the same user and workspace. This applies when the source has a key, or when the
   * engine did not request the token.
   */
  ofSameUser: boolean;
}

/** The result for a received token: the token to hold, or the reason to drop it. */
export interface TokenEvaluation {
  outcome: HeldToken | "expired" | "not_fresher";
  serverTime: ServerTime;
}

/**
 * The largest `exp` that counts as seconds since the epoch, in the year 5138. In milliseconds, the same number is in
 * 1973, so a larger `exp` is in milliseconds.
 */
const LATEST_SECONDS = 1e11;

/**
 * Returns whether a received token replaces the held one, without changing the state.
 *
 * @throws `invalid_token`, `configuration` for an API key, `identity_mismatch`
 */
export function evaluateToken(state: EngineState, received: ReceivedToken): TokenEvaluation {
  const { given, origin, now, random, forced, age, ofSameUser } = received;
  const { held, identity, serverTime: known } = state;
  if (held !== null && given === held.token) return { outcome: "not_fresher", serverTime: known };
  const claims = decodeWorkspaceToken(given, origin);
  warnDeveloper(() =>
    claims.expiresAt > LATEST_SECONDS
      ? `${origin} returned a token whose "exp" counts milliseconds. Times in a JWT are seconds (RFC 7519).`
      : null,
  );
  const isForeign =
    identity !== null && (identity.userId !== claims.userId || identity.workspaceId !== claims.workspaceId);
  if (ofSameUser && isForeign) {
    throw new AssistantCloudAuthError(
      "identity_mismatch",
      forDeveloper(() => `${origin} returned a token for another user or workspace.`),
    );
  }
  const hold = (evidence: ServerTime) => holdToken(given as string, claims, now, evidence, random, age);
  let measured = hold(known);
  // If the token looks old, the server's clock may have been set back. Then measure the token again.
  if (measured.held === null || measured.held.life < measured.held.lifetime / 2) {
    const evidence = followSetBack(measured.serverTime);
    if (evidence !== null) measured = hold(evidence);
  }
  const { held: next, serverTime } = measured;
  if (next === null) return { outcome: "expired", serverTime };
  // A cache or a slower tab may return an older token than the held one.
  const isFresher = held === null || forced || next.life > remainingLife(held, now);
  return { outcome: isFresher ? next : "not_fresher", serverTime };
}
