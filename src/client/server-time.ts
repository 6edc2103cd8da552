import { elapsedBetween, type Instant } from "./clock.ts";

/** The number of tokens to remember: enough for an estimate, few enough that clock drift does not accumulate. */
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
export type ServerTime = readonly Observation[];

/** The observations before the first token: none. */
export const unknownServerTime: ServerTime = [];

/**
 * Estimates the age of a token at its receipt, without trusting the local clock.
 *
 * A token cannot be received before it is issued, so each token bounds the server's clock from below: `server ≥ iat` at
 * its receipt. The best bound is the largest `iat − monotonic`. A token that lags behind this bound was cached for at
 * least the difference.
 *
 * The first token cannot be compared with another, so its estimate uses the wall clock. If the token then counts as
 * expired, the engine calls the source once more, which is cheaper than sending an expired token. If the next token was
 * issued later, the source mints new tokens, so the wall clock is wrong.
 *
 * If the two clocks have diverged since the last token, either the machine slept and the monotonic bound lags, or the
 * wall clock was set. The estimate then uses the wall clock, except if the token was just minted according to the
 * monotonic clock. After a sleep, only a token exactly as old as the sleep could also look newly minted.
 *
 * @param known the observations so far
 * @param issuedAt the token's `iat`, in milliseconds
 * @param lifetime `exp − iat`, in milliseconds
 * @param received when the token arrived
 * @returns the age in milliseconds, at least 0, and the observations including this token
 */
export function observeIssue(
  known: ServerTime,
  issuedAt: number,
  lifetime: number,
  received: Instant,
): { age: number; serverTime: ServerTime } {
  const agree = clocksAgree(known.at(-1)?.received, received);
  const age = agree ? ageOf(known, issuedAt, received) : ageAfterClockChange(known, issuedAt, lifetime, received);
  const kept = agree ? known : known.map((seen) => rebase(seen, received));
  return { age, serverTime: [...kept.slice(1 - WINDOW), { issuedAt, received, age }] };
}

/**
 * Returns only the observations since the server's clock was set back, or null if it was not set back. After a
 * set-back, two consecutive tokens lag behind the bound by the same time. They also arrive sooner one after the other
 * than a cache with that lag would be refilled.
 */
export function followSetBack(known: ServerTime): ServerTime | null {
  const [before, last] = known.slice(-2);
  if (before === undefined || last === undefined || last.issuedAt <= before.issuedAt) return null;
  const isAtPace = Math.abs(last.age - before.age) <= CLOCK_CHANGE_MS;
  return isAtPace && last.age > 2 * elapsedBetween(before.received, last.received) ? [{ ...last, age: 0 }] : null;
}

/**
 * Returns an observation with the wall-clock time that its arrival has after a change of the wall clock. The monotonic
 * clock did not change, so that part of the observation stays valid.
 */
function rebase(seen: Observation, { wall, mono }: Instant): Observation {
  return { ...seen, received: { ...seen.received, wall: wall - mono + seen.received.mono } };
}

/** Returns a lower bound of the server's clock from the tokens, or the wall clock before the first token. */
export function estimateServerNow(known: ServerTime, at: Instant): number {
  return known.length === 0 ? at.wall : bound(known, "mono") + at.mono;
}

function ageOf(evidence: ServerTime, issuedAt: number, received: Instant): number {
  let newest = evidence[0];
  if (newest === undefined) return Math.max(0, received.wall - issuedAt);
  for (const seen of evidence) if (seen.issuedAt > newest.issuedAt) newest = seen;
  if (issuedAt <= newest.issuedAt) {
    return newest.age + elapsedBetween(newest.received, received) + newest.issuedAt - issuedAt;
  }
  return Math.max(0, bound(evidence, "mono") + received.mono - issuedAt);
}

function ageAfterClockChange(evidence: ServerTime, issuedAt: number, lifetime: number, received: Instant): number {
  const byWall = bound(evidence, "wall") + received.wall - issuedAt;
  const isNew = Math.abs(bound(evidence, "mono") + received.mono - issuedAt) <= CLOCK_CHANGE_MS;
  return Math.max(ageOf(evidence, issuedAt, received), isNew && byWall >= lifetime ? 0 : byWall);
}

function bound(evidence: ServerTime, clock: "wall" | "mono"): number {
  return Math.max(...evidence.map(({ issuedAt, received }) => issuedAt - received[clock]));
}

function clocksAgree(before: Instant | undefined, now: Instant): boolean {
  if (before === undefined) return true;
  return Math.abs(now.wall - before.wall - (now.mono - before.mono)) <= CLOCK_CHANGE_MS;
}
