/** `setTimeout` and `setInterval` fire at once for anything longer. */
export const MAX_TIMER_MS = 2 ** 31 - 1;
/** Two calls of the source start at least so far apart, but for the first one after a reset. */
export const MIN_SPACING_MS = 1_000;
/** The most calls of the source in any minute, whatever happens. */
export const MAX_CALLS_PER_MINUTE = 10;
/** The same over users that follow one another: more than a person switches, less than a key that is new at each render. */
export const MAX_CALLS_OVER_SWITCHES = 30;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const BACKOFF_CAP_MS = 30_000;
/** The same while the cloud refuses the provider's tokens: it may not know a new signing key for minutes. */
export const REFUSED_BACKOFF_CAP_MS = 300_000;
const BREAKER_FIRST_MS = 15_000;
const BREAKER_CAP_MS = 60_000;

/** How long before a token's expiry what happens, in milliseconds. */
export interface Margins {
  /** Refreshed ahead from here on; readers still get the token at once. 60 s ± 10 %, at most 20 % of the lifetime. */
  lead: number;
  /** Readers wait for the refresh from here on, if one can be had. 30 s, at most 10 % of the lifetime. */
  stale: number;
  /** Not given out any more from here on: a request takes time to arrive. 5 s, at most 2 % of the lifetime. */
  floor: number;
}

/** The margins for a lifetime in milliseconds; `random` from 0 to 1 spreads clients apart. */
export function marginsFor(lifetime: number, random: number): Margins {
  return {
    lead: Math.min(60_000, lifetime * 0.2) * (0.9 + 0.2 * random),
    stale: Math.min(30_000, lifetime * 0.1),
    floor: Math.min(5_000, lifetime * 0.02),
  };
}

/** Milliseconds from one failed attempt's start to the next: full jitter over a doubling range, from 1 s up to `cap`. Default: 30 s. */
export function backoff(failures: number, random: number, cap = BACKOFF_CAP_MS): number {
  const range = Math.min(cap, MIN_SPACING_MS * 2 ** failures);
  return MIN_SPACING_MS + random * (range - MIN_SPACING_MS);
}

/**
 * How long the breaker stays open after so many failures in a row: 15 s doubling up to 60 s, and up to
 * half as much again at random. Null while it is closed. Bad tokens open it sooner than outages do.
 */
export function breakerPause(failures: number, badToken: boolean, random: number): number | null {
  const beyond = failures - (badToken ? 3 : 5);
  if (beyond < 0) return null;
  return Math.min(BREAKER_CAP_MS, BREAKER_FIRST_MS * 2 ** beyond) * (1 + 0.5 * random);
}

/** How long a server asked to be left alone, a day at most, and up to a tenth longer: no crowd returns at the same moment. */
export function askedPause(retryAfterMs: number | null, random: number): number {
  // Sources throw errors of their own making, with whatever their arithmetic gave.
  return Math.min(Math.max(retryAfterMs || 0, 0), DAY_MS) * (1 + 0.1 * random);
}

/** How long to leave a source alone that gave nothing better: half of the time that the token is still given out. */
export function unchangedPause(usable: number): number {
  return Math.max(MIN_SPACING_MS, usable / 2);
}

/** The starts of calls in the last minute, with this one added. */
export function countCall(calls: readonly number[], at: number): readonly number[] {
  return [...calls.filter((start) => start > at - MINUTE_MS), at];
}

/** The moment from which the next call is within the limit per minute. */
export function nextAllowedCall(calls: readonly number[], limit = MAX_CALLS_PER_MINUTE): number {
  const oldest = calls.at(-limit);
  return oldest === undefined ? Number.NEGATIVE_INFINITY : oldest + MINUTE_MS;
}
