import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { problemOfTime } from "../core/time-unit.ts";
import { decodeClaims, decodeWorkspaceToken } from "../core/workspace-token.ts";
import type { Instant } from "./clock.ts";
import type { EngineState, Identity } from "./engine-state.ts";
import { type HeldToken, holdToken, remainingLife, usableFor } from "./held-token.ts";
import { warnDeveloper } from "./platform/warn-developer.ts";
import { observationsSinceSetBack, type ServerClock } from "./server-clock.ts";

/** A received token with its origin and age, and the conditions under which it replaces the held token. */
export interface ReceivedToken {
  given: unknown;
  /** The sender of the token, as the subject of an error message, such as "Another tab"; undefined in production. */
  origin: string | undefined;
  now: Instant;
  random: number;
  /**
   * Whether the new token replaces the held token even if the new token expires earlier. True after a forced refresh.
   */
  forced: boolean;
  /** The token's age in milliseconds; null if the age must be estimated. */
  age: number | null;
  /** Whether the machine may have slept since the server issued the token. */
  mayHaveSlept: boolean;
  /** The user and workspace to which the token must belong; null if it may belong to any. */
  expected: Identity | null;
}

/** The result for a received token: the token to hold, or the reason to drop it. */
export interface TokenEvaluation {
  outcome: HeldToken | "expired" | "not_fresher";
  serverClock: ServerClock;
}

/**
 * Decides whether a received token replaces the held one. The function does not change the state.
 *
 * @throws `invalid_token`, `configuration` for an API key, `identity_mismatch`
 */
export function evaluateToken(state: EngineState, received: ReceivedToken): TokenEvaluation {
  const { given, origin, now, random, forced, age, mayHaveSlept, expected } = received;
  const { held } = state;
  if (held !== null && given === held.token) {
    // The machine may have slept during the call, so the held token may have expired without an action of the engine.
    const outcome = usableFor(held, now) > 0 ? "not_fresher" : "expired";
    return { outcome, serverClock: state.serverClock };
  }
  const claims = decodeWorkspaceToken(given, origin);
  warnDeveloper(() => {
    const payload = decodeClaims(given, origin);
    const problem = ["exp", "iat", "nbf"].map((name) => problemOfTime(payload, name)).find((found) => found !== null);
    return problem === undefined
      ? null
      : `${origin} returned a token whose ${problem}. Times in a JWT are seconds (RFC 7519).`;
  });
  if (expected !== null && (expected.userId !== claims.userId || expected.workspaceId !== claims.workspaceId)) {
    throw new AssistantCloudAuthError(
      "identity_mismatch",
      forDeveloper(() => `${origin} returned a token for another user or workspace.`),
    );
  }
  const hold = (observations: ServerClock) =>
    holdToken(given as string, claims, now, observations, random, age, mayHaveSlept);
  let measured = hold(state.serverClock);
  // A token that looks old may result from a server's clock that was set back. In that case, measure the token again
  // with only the observations since then.
  if (measured.held === null || measured.held.life < measured.held.lifetime / 2) {
    const observations = observationsSinceSetBack(measured.serverClock);
    if (observations !== null) measured = hold(observations);
  }
  const { held: next, serverClock } = measured;
  if (next === null) return { outcome: "expired", serverClock };
  // A cache or another tab may return an older token than the held one.
  const isFresher = held === null || forced || next.life > remainingLife(held, now);
  return { outcome: isFresher ? next : "not_fresher", serverClock };
}
