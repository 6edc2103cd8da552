import type { WorkspaceTokenClaims } from "../core/workspace-token.ts";
import { elapsedBetween, type Instant } from "./clock.ts";
import { type Margins, marginsFor } from "./schedule.ts";
import { estimateServerNow, observeToken, type ServerClock } from "./server-clock.ts";

/** A workspace token in the engine's memory, with its lifetime and its refresh time. */
export interface HeldToken {
  readonly token: string;
  /** The token as a resolved promise, so that `getToken()` can return it without an allocation. */
  readonly promise: Promise<string>;
  readonly claims: WorkspaceTokenClaims;
  readonly received: Instant;
  /** Milliseconds from issue to expiry. Without `iat`, milliseconds from receipt to expiry. */
  readonly lifetime: number;
  /** Milliseconds from receipt to expiry. */
  readonly life: number;
  readonly margins: Margins;
  /**
   * When the token is due for a refresh, on the wall clock, in milliseconds since the epoch. Later changes of the wall
   * clock do not affect this value.
   */
  readonly dueAt: number;
}

/**
 * Converts a received token to a held token with its lifetime, its remaining life and its {@link Margins}.
 *
 * @param age the token's age in milliseconds, if the sender reports it; null to estimate it
 * @param mayHaveSlept whether the machine may have slept since the server issued the token
 * @returns `held`: the token, or null when it has expired or expires within its `floor` margin; `serverClock`: the
 *   observations of the server's clock, including this token if it has an `iat`
 */
export function holdToken(
  token: string,
  claims: WorkspaceTokenClaims,
  received: Instant,
  observations: ServerClock,
  random: number,
  age: number | null,
  mayHaveSlept: boolean,
): { held: HeldToken | null; serverClock: ServerClock } {
  const { lifetime, life, serverClock } = measureLife(claims, received, observations, age, mayHaveSlept);
  const margins = marginsFor(lifetime, random);
  if (life <= margins.floor) return { held: null, serverClock };
  const dueAt = received.wall + life - margins.lead;
  const promise = Promise.resolve(token);
  return { held: { token, promise, claims, received, lifetime, life, margins, dueAt }, serverClock };
}

/** Returns the milliseconds until the token expires. */
export function remainingLife(held: HeldToken, now: Instant): number {
  return held.life - elapsedBetween(held.received, now);
}

/**
 * Returns a token's age in milliseconds. An error of the local wall clock does not affect the result. Without `iat`,
 * returns the time since the receipt.
 */
export function ageOf(held: HeldToken, now: Instant): number {
  return held.lifetime - remainingLife(held, now);
}

/** Returns the milliseconds until a refresh is due; 0 or less when a refresh is due or no token is held. */
export function untilDue(held: HeldToken | null, now: Instant): number {
  return held === null ? 0 : remainingLife(held, now) - held.margins.lead;
}

/**
 * Returns the milliseconds until the token must no longer be sent. Returns 0 or less if it must not be sent now, or if
 * no token is held.
 */
export function usableFor(held: HeldToken | null, now: Instant): number {
  return held === null ? 0 : remainingLife(held, now) - held.margins.floor;
}

/**
 * Returns a token's lifetime and remaining life, in milliseconds, and the new observations of the server's clock.
 * Without `iat`, the lifetime and the remaining life are equal. Both are `exp` minus the estimated time of the server.
 */
function measureLife(
  claims: WorkspaceTokenClaims,
  received: Instant,
  observations: ServerClock,
  reportedAge: number | null,
  mayHaveSlept: boolean,
) {
  const expiresAt = claims.expiresAt * 1000;
  if (claims.issuedAt === null) {
    const life = expiresAt - estimateServerNow(observations, received);
    return { lifetime: life, life, serverClock: observations };
  }
  const lifetime = expiresAt - claims.issuedAt * 1000;
  const { age, serverClock } = observeToken(observations, claims.issuedAt * 1000, lifetime, received, mayHaveSlept);
  // After an earlier token, the estimate is a lower bound. Another tab's age may be too low, because the message waited.
  const trusted = observations.length === 0 ? (reportedAge ?? age) : Math.max(reportedAge ?? 0, age);
  return { lifetime, life: lifetime - trusted, serverClock };
}
