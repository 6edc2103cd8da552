import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { decodeWorkspaceToken } from "../core/workspace-token.ts";
import type { Instant } from "./clock.ts";
import type { EngineState } from "./engine-state.ts";
import { type HeldToken, holdToken, remainingLife } from "./held-token.ts";
import { warnDeveloper } from "./platform/warn-developer.ts";
import { followSetBack, type ServerTime } from "./server-time.ts";

/** A token that has just arrived, and what is known about it. */
export interface Arrival {
  given: unknown;
  /** Where it came from, in the words of an error message. */
  origin: string;
  now: Instant;
  random: number;
  /** It was asked for in place of the one that is held, so it need not be the fresher. */
  forced: boolean;
  /** How old it is, in milliseconds; null when the receiver has to find out. */
  age: number | null;
  /** It must be of the user and workspace as before: the source has a key, or nobody asked for the token. */
  ofSameUser: boolean;
}

/** What became of a token: to be held, dead on arrival, or no better than the one that is held. */
export interface Verdict {
  outcome: HeldToken | "expired" | "not_fresher";
  serverTime: ServerTime;
}

/** A number of seconds that is reached in the year 5138; milliseconds have passed it in 1973. */
const LATEST_SECONDS = 1e11;

/**
 * Decides whether a token may take the place of the one that is held. Changes nothing.
 *
 * @throws `invalid_token`, `configuration` for an API key, `identity_mismatch`
 */
export function judgeToken(state: EngineState, arrival: Arrival): Verdict {
  const { given, origin, now, random, forced, age, ofSameUser } = arrival;
  const { held, identity, serverTime: known } = state;
  if (held !== null && given === held.token) return { outcome: "not_fresher", serverTime: known };
  const claims = decodeWorkspaceToken(given, origin);
  if (claims.expiresAt > LATEST_SECONDS) {
    warnDeveloper(`${origin} returned a token whose "exp" counts milliseconds. Times in a JWT are seconds (RFC 7519).`);
  }
  const isForeign =
    identity !== null && (identity.userId !== claims.userId || identity.workspaceId !== claims.workspaceId);
  if (ofSameUser && isForeign) {
    throw new AssistantCloudAuthError(
      "identity_mismatch",
      forDeveloper(() => `${origin} returned a token of another user or workspace.`),
    );
  }
  const hold = (evidence: ServerTime) => holdToken(given as string, claims, now, evidence, random, age);
  let aged = hold(known);
  // Only a token that looks old is worth a doubt about the server's clock.
  if (aged.held === null || aged.held.life < aged.held.lifetime / 2) {
    const evidence = followSetBack(aged.serverTime);
    if (evidence !== null) aged = hold(evidence);
  }
  const { held: next, serverTime } = aged;
  if (next === null) return { outcome: "expired", serverTime };
  // A cache or a slower tab may come with something older than what is here.
  const isFresher = held === null || forced || next.life > remainingLife(held, now);
  return { outcome: isFresher ? next : "not_fresher", serverTime };
}
