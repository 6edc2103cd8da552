import { elapsedBetween, type Instant } from "./clock.ts";

/** How many tokens are remembered: enough evidence, and little enough that drifting clocks do not add up. */
const WINDOW = 8;
/** When the two clocks differ by more between two tokens, one was set or the machine slept. */
const CLOCK_CHANGE_MS = 5_000;

interface Observation {
  issuedAt: number;
  received: Instant;
  age: number;
}

/** What the tokens received so far tell about the server's clock. Immutable. */
export type ServerTime = readonly Observation[];

/** No evidence yet. */
export const unknownServerTime: ServerTime = [];

/**
 * Estimates how old a token was when it was received, without trusting this machine's clock.
 *
 * A token cannot be received before it is issued, so each one bounds the server's clock from below:
 * `server ≥ iat` at that moment. The best bound is the largest `iat − monotonic`; a token that lags
 * behind it has been kept somewhere for at least the difference.
 *
 * The first token has nothing to be compared with. Then the wall clock is believed if it makes the
 * token older, even expired: asking once more is cheaper than sending a dead token. The next token
 * settles it: when it was issued later, the source does mint and the clock is what is wrong.
 *
 * When the clocks disagree since the last token, the machine slept (and the monotonic bound lags) or
 * the wall clock was set. It is believed, unless by the monotonic clock the token was minted just now: after a
 * sleep only one that is as old as the sleep was long looks like that.
 *
 * @param known evidence so far
 * @param issuedAt the token's `iat`, in milliseconds
 * @param lifetime `exp − iat`, in milliseconds
 * @param received when the token arrived
 * @returns the age in milliseconds, from 0, and the evidence with this token added
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
 * Drops the evidence from before the server's clock was set back; returns null when it was not. Two tokens in a row then lag
 * behind the bound by the same time, and follow each other sooner than a cache that lags as much could be filled again.
 */
export function followSetBack(known: ServerTime): ServerTime | null {
  const [before, last] = known.slice(-2);
  if (before === undefined || last === undefined || last.issuedAt <= before.issuedAt) return null;
  const isAtPace = Math.abs(last.age - before.age) <= CLOCK_CHANGE_MS;
  return isAtPace && last.age > 2 * elapsedBetween(before.received, last.received) ? [{ ...last, age: 0 }] : null;
}

/** Puts what was seen before a change of the clocks on the wall clock as it is now; the monotonic bound stays true. */
function rebase(seen: Observation, { wall, mono }: Instant): Observation {
  return { ...seen, received: { ...seen.received, wall: wall - mono + seen.received.mono } };
}

/** The server's clock at a moment, as the tokens bound it from below; the wall clock when there was none. */
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
