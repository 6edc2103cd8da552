import { elapsedBetween, type Instant } from "./clock.ts";

/** The number of observations to keep: enough for an estimate, few enough that clock drift does not accumulate. */
const WINDOW = 8;
/**
 * If the wall clock and the monotonic clock diverge by more than this many milliseconds between two tokens, the wall
 * clock was set or the machine slept.
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
 * Estimates the age of a token at its receipt, even if the local clock is wrong.
 *
 * A token cannot be received before it is issued. Each token therefore sets a lower bound for the server's clock:
 * `server ≥ iat` at the token's receipt. The best bound is the largest difference between `iat` and the monotonic time
 * of receipt. A token whose `iat` lags behind this bound was cached for at least the difference.
 *
 * For the first token, there is no such bound, so the estimate uses the wall clock. If the first token seems to have
 * expired, the engine calls the token source once more. This second call costs less than a request with an expired
 * token. If the second call returns a token that was issued later, the source probably returns no cached tokens. The
 * first token was then new as well, so the wall clock is wrong.
 *
 * The wall clock and the monotonic clock may diverge between two tokens. The reason is a change of the wall clock, or a
 * sleep that stopped the monotonic clock. The estimate is then the larger of the two ages that the clocks show. There
 * is one exception: the wall clock shows an expired token, and the monotonic clock shows a new token. In this case the
 * estimate uses only the monotonic clock, unless the machine may have slept between the token's issue and its receipt.
 * The result is wrong only for a cached token whose age equals the duration of the sleep.
 *
 * @param observations the observations so far
 * @param issuedAt the token's `iat`, in milliseconds
 * @param lifetime `exp − iat`, in milliseconds
 * @param received when the token arrived
 * @param mayHaveSlept whether the machine may have slept since the server issued the token. Default: false
 * @returns the age in milliseconds, at least 0, and the observations including this token
 */
export function observeToken(
  observations: ServerClock,
  issuedAt: number,
  lifetime: number,
  received: Instant,
  mayHaveSlept = false,
): { age: number; serverClock: ServerClock } {
  const agree = clocksAgree(observations.at(-1)?.received, received);
  const age = agree
    ? ageOf(observations, issuedAt, received)
    : ageAfterClockChange(observations, issuedAt, mayHaveSlept ? Number.POSITIVE_INFINITY : lifetime, received);
  const kept = agree ? observations : observations.map((seen) => correctWallTime(seen, received));
  return { age, serverClock: [...kept.slice(1 - WINDOW), { issuedAt, received, age }] };
}

/**
 * Returns only the last observation, with its age set to 0, if the server's clock was set back before this observation.
 * Otherwise returns null.
 *
 * After a set-back, new tokens have an `iat` in the past, so two consecutive tokens seem to be equally old. Two cached
 * tokens can also be equally old. But a cache stores the second token only after it has returned the first token. The
 * time between the two arrivals is then at least the second token's age. The function therefore assumes a set-back only
 * if the time between the arrivals is less than half of the second token's age.
 */
export function observationsSinceSetBack(observations: ServerClock): ServerClock | null {
  const [before, last] = observations.slice(-2);
  if (before === undefined || last === undefined || last.issuedAt <= before.issuedAt) return null;
  const isAtPace = Math.abs(last.age - before.age) <= CLOCK_CHANGE_MS;
  return isAtPace && last.age > 2 * elapsedBetween(before.received, last.received) ? [{ ...last, age: 0 }] : null;
}

/**
 * Returns a copy of an observation with a new wall-clock time of receipt, after a change of the wall clock. The new
 * time is the current wall-clock time minus the monotonic time since the receipt.
 */
function correctWallTime(seen: Observation, { wall, mono }: Instant): Observation {
  return { ...seen, received: { ...seen.received, wall: wall - mono + seen.received.mono } };
}

/**
 * Returns an estimate of the server's time, in milliseconds since the epoch. The estimate is the lower bound that the
 * received tokens set. Before the first token, it is the time of the local wall clock.
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

/**
 * Returns false if the clocks have diverged since `before`, because the machine slept or the wall clock was set.
 * Otherwise, or if there is no earlier time, returns true.
 */
export function clocksAgree(before: Instant | undefined, now: Instant): boolean {
  if (before === undefined) return true;
  return Math.abs(now.wall - before.wall - (now.mono - before.mono)) <= CLOCK_CHANGE_MS;
}
