/** The earliest time of the next call if no pause applies. This time is always in the past. */
export const NO_PAUSE = Number.NEGATIVE_INFINITY;
/** The longest delay of a timer, in milliseconds. `setTimeout` and `setInterval` fire at once for a longer delay. */
export const MAX_TIMER_MS = 2 ** 31 - 1;
/**
 * The minimum pause before the next call if the token source failed or returned no newer token, in milliseconds. The
 * pause does not apply after `reset()`, `invalidate()` or a change of user.
 */
export const MIN_SPACING_MS = 1_000;
/** The maximum number of calls of the token source per minute. */
export const MAX_CALLS_PER_MINUTE = 10;
/**
 * The maximum number of calls of token sources per minute, even if the key changes between the calls. An app reaches
 * this maximum if its key changes at every render by mistake, but not if a user switches accounts.
 */
export const MAX_CALLS_OVER_SWITCHES = 30;
/**
 * The maximum number of calls per minute while the browser reports that it is offline, for calls that an event of the
 * page causes. The report may be wrong, for example if a virtual network adapter misleads the browser.
 */
export const MAX_CALLS_OFFLINE = 1;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const BACKOFF_CAP_MS = 30_000;
/**
 * The longest backoff while the cloud refuses the provider's tokens, in milliseconds. The cloud may take minutes to
 * fetch a new signing key.
 */
export const REFUSED_BACKOFF_CAP_MS = 300_000;
const BREAKER_FIRST_MS = 15_000;
const BREAKER_CAP_MS = 60_000;

/** The shortest {@link Margins.floor} of a token that is valid for at least twice as long, in milliseconds. */
const MIN_FLOOR_MS = 1_500;

/** Times before a token's expiry at which the engine changes its behavior, in milliseconds. */
export interface Margins {
  /**
   * How long before expiry the engine starts a refresh: 60 s, or 20 % of the lifetime if that is shorter. For a token
   * with a lifetime below 15 s, `floor` plus 10 % of the lifetime. Jitter makes this time up to 10 % longer or shorter.
   * Before the time that `stale` sets, `getToken()` returns the held token without waiting.
   */
  lead: number;
  /**
   * How long before expiry `getToken()` starts to wait for a refresh: 30 s, or 10 % of the lifetime if that is shorter.
   * If no refresh may start, `getToken()` returns the held token without waiting.
   */
  stale: number;
  /**
   * How long before expiry the engine stops returning the token: 5 s, or 2 % of the lifetime if that is shorter, but at
   * least 1.5 s. At most half of the lifetime. A request needs some time to reach the server, and the estimate of a
   * token's age is up to a second too low, because `iat` has no fractions.
   */
  floor: number;
}

/** Returns the {@link Margins} of a token. `lifetime` is in milliseconds; `random`, from 0 to 1, sets the jitter. */
export function marginsFor(lifetime: number, random: number): Margins {
  const floor = Math.min(5_000, Math.max(MIN_FLOOR_MS, lifetime * 0.02), lifetime / 2);
  return {
    lead: Math.min(60_000, Math.max(lifetime * 0.2, floor + lifetime * 0.1)) * (0.9 + 0.2 * random),
    stale: Math.min(30_000, lifetime * 0.1),
    floor,
  };
}

/**
 * Returns the milliseconds from the start of a failed attempt to the next attempt: exponential backoff with full
 * jitter, from 1 s.
 *
 * @param failures the number of consecutive failures
 * @param random from 0 to 1
 * @param cap the longest backoff, in milliseconds. Default: 30,000
 */
export function backoff(failures: number, random: number, cap = BACKOFF_CAP_MS): number {
  const range = Math.min(cap, MIN_SPACING_MS * 2 ** failures);
  return MIN_SPACING_MS + random * (range - MIN_SPACING_MS);
}

/**
 * Returns for how many milliseconds the circuit breaker stays open; null while the breaker is closed. The breaker opens
 * at the fifth consecutive failure, or at the third if `badToken` is true. The first pause is 15 s. Each further
 * failure doubles the pause, to at most 60 s. Jitter adds up to 50 %.
 *
 * @param failures the number of consecutive failures
 * @param badToken whether the latest failure was an expired or invalid token
 * @param random from 0 to 1
 */
export function breakerPause(failures: number, badToken: boolean, random: number): number | null {
  const beyond = failures - (badToken ? 3 : 5);
  if (beyond < 0) return null;
  return Math.min(BREAKER_CAP_MS, BREAKER_FIRST_MS * 2 ** beyond) * (1 + 0.5 * random);
}

/**
 * Returns the delay that a server requested with `Retry-After`, in milliseconds; 0 for null. The delay is limited to
 * one day. Jitter then adds up to 10 %, so that clients do not retry at the same time.
 */
export function retryAfterPause(retryAfterMs: number | null, random: number): number {
  // An app's source may throw an error with an invalid `retryAfterMs`, such as NaN, which counts as 0.
  return Math.min(Math.max(retryAfterMs || 0, 0), DAY_MS) * (1 + 0.1 * random);
}

/**
 * Returns the pause after a token source returned no newer token, in milliseconds: half of `usable`, at least 1 s.
 *
 * @param usable the milliseconds until the held token must no longer be sent
 */
export function unchangedPause(usable: number): number {
  return Math.max(MIN_SPACING_MS, usable / 2);
}

/** Returns the start times of the token source's calls in the last minute, including a new call at `at`. */
export function countCall(calls: readonly number[], at: number): readonly number[] {
  return [...calls.filter((start) => start > at - MINUTE_MS), at];
}

/**
 * Returns the earliest time at which another call of the token source is within the limit per minute.
 *
 * @param calls the start times of earlier calls, oldest first
 * @param limit the maximum number of calls per minute. Default: 10
 */
export function nextAllowedCall(calls: readonly number[], limit = MAX_CALLS_PER_MINUTE): number {
  const oldest = calls.at(-limit);
  return oldest === undefined ? NO_PAUSE : oldest + MINUTE_MS;
}
