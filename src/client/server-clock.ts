import { elapsedBetween, type Instant } from "./clock.ts";

/** The number of observations to keep: enough for an estimate, few enough that clock drift does not accumulate. */
const WINDOW = 8;
/**
 * If the clocks diverge by more than this many milliseconds between two tokens, a clock was set or the machine slept.
 */
const CLOCK_CHANGE_MS = 5_000;

interface Observation {
  issuedAt: number;
  received: Instant;
  age: number;
}

/** The observations of the server's clock, one per received token. Immutable. */
export type ServerClock = readonly Observation[];

/** The observations before the first token: none. */
export const unknownServerClock: ServerClock = [];

/**
 * Estimates the age of a token at its receipt, without trusting the local clock.
 *
 * A token cannot be received before it is issued, so each token bounds the server's clock from below: `server ≥ iat` at
 * its receipt. The best bound is the largest difference between `iat` and the monotonic time of receipt. A token whose
 * `iat` lags behind this bound was cached for at least the difference.
 *
 * The first token cannot be compared with another, so its estimate uses the wall clock. If the token then counts as
 * expired, the engine calls the token source once more, which is cheaper than sending an expired token. If this call
 * returns a token that was issued later, the source probably returns no cached tokens. The first token was then new as
 * well, so the wall clock is wrong.
 *
 * If the wall clock and the monotonic clock have diverged since the last token, there are two possible reasons: the
 * machine slept and the monotonic bound lags, or the wall clock was set. The estimate then uses the wall clock, except
 * if the token was just minted according to the monotonic clock. After a sleep, only a token exactly as old as the
 * sleep could also look newly minted.
 *
 * @param observations the observations so far
 * @param issuedAt the token's `iat`, in milliseconds
 * @param lifetime `exp − iat`, in milliseconds
 * @param received when the token arrived
 * @returns the age in milliseconds, at least 0, and the observations including this token
 */
export function observeToken(
  observations: ServerClock,
  issuedAt: number,
  lifetime: number,
  received: Instant,
): { age: number; serverClock: ServerClock } {
  const agree = clocksAgree(observations.at(-1)?.received, received);
  const age = agree
    ? ageOf(observations, issuedAt, received)
    : ageAfterClockChange(observations, issuedAt, lifetime, received);
  const kept = agree ? observations : observations.map((seen) => correctWallTime(seen, received));
  return { age, serverClock: [...kept.slice(1 - WINDOW), { issuedAt, received, age }] };
}

/**
 * Returns the observations since the server's clock was set back: only the last one, with an age of 0. Returns null if
 * the clock was not set back.
 *
 * After a set-back, two consecutive tokens seem to be equally old, although the second was issued later. Two tokens
 * from a cache can also be equally old, but the time between their arrivals is then at least their age. Therefore the
 * clock counts as set back only if the time between the arrivals is less than half of the age.
 */
export function observationsSinceSetBack(observations: ServerClock): ServerClock | null {
  const [before, last] = observations.slice(-2);
  if (before === undefined || last === undefined || last.issuedAt <= before.issuedAt) return null;
  const isAtPace = Math.abs(last.age - before.age) <= CLOCK_CHANGE_MS;
  return isAtPace && last.age > 2 * elapsedBetween(before.received, last.received) ? [{ ...last, age: 0 }] : null;
}

/**
 * Returns an observation whose wall-clock time is corrected for a change of the wall clock. The monotonic clock did not
 * change, so its time stays valid.
 */
function correctWallTime(seen: Observation, { wall, mono }: Instant): Observation {
  return { ...seen, received: { ...seen.received, wall: wall - mono + seen.received.mono } };
}

/**
 * Returns an estimate of the server's time, in milliseconds since the epoch. It is a lower bound from the tokens so
 * far, or the local wall clock before the first token.
 */
export function estimateServerNow(observations: ServerClock, at: Instant): number {
  return observations.length === 0 ? at.wall : bound(observations, "mono") + at.mono;
}

function ageOf(observations: ServerClock, issuedAt: number, received: Instant): number {
  let newest = observations[0];
  if (newest === undefined) return Math.max(0, received.wall - issuedAt);
  for (const seen of observations) if (seen.issuedAt > newest.issuedAt) newest = seen;
  if (issuedAt <= newest.issuedAt) {
    return newest.age + elapsedBetween(newest.received, received) + newest.issuedAt - issuedAt;
  }
  return Math.max(0, bound(observations, "mono") + received.mono - issuedAt);
}

function ageAfterClockChange(observations: ServerClock, issuedAt: number, lifetime: number, received: Instant): number {
  const byWall = bound(observations, "wall") + received.wall - issuedAt;
  const isNew = Math.abs(bound(observations, "mono") + received.mono - issuedAt) <= CLOCK_CHANGE_MS;
  return Math.max(ageOf(observations, issuedAt, received), isNew && byWall >= lifetime ? 0 : byWall);
}

function bound(observations: ServerClock, clock: "wall" | "mono"): number {
  return Math.max(...observations.map(({ issuedAt, received }) => issuedAt - received[clock]));
}

function clocksAgree(before: Instant | undefined, now: Instant): boolean {
  if (before === undefined) return true;
  return Math.abs(now.wall - before.wall - (now.mono - before.mono)) <= CLOCK_CHANGE_MS;
}
