import type { Instant } from "./clock.ts";
import { estimateServerNow, type ServerClock } from "./server-clock.ts";

/**
 * The time when the engine dropped its token, such as at a sign-out. Another tab may still hold the dropped token, so
 * the engine adopts only tokens that were issued after this time.
 */
export interface TokenCutoff {
  /** The time on the server's clock, in milliseconds since the epoch; null before the engine's first token. */
  readonly serverTime: number | null;
  /** The time on the clock of `Instant.elapsed`. */
  readonly elapsed: number;
}

/**
 * The engine assumes that its estimate of the server's time is at most this many milliseconds behind the server's
 * clock. The difference is the transfer time of a response plus the fraction of a second that `iat` omits.
 */
const ESTIMATE_LAG_MS = 2_000;

/** Returns the cutoff at the time `now`. */
export function cutoffAt(serverClock: ServerClock, now: Instant): TokenCutoff {
  const serverTime = serverClock.length === 0 ? null : estimateServerNow(serverClock, now);
  return { serverTime, elapsed: now.elapsed };
}

/**
 * Returns whether a token was issued after the cutoff. Before the engine's first token, its wall clock may be wrong, so
 * the result depends on the token's age. Returns false if the required time is unknown.
 *
 * @param issuedAt the token's `iat` in seconds; null when unknown
 * @param age the token's age in milliseconds, as the sender reports it; null when unknown
 */
export function isIssuedAfter(
  { serverTime, elapsed }: TokenCutoff,
  issuedAt: number | null,
  age: number | null,
  now: Instant,
): boolean {
  if (issuedAt === null) return false;
  if (serverTime !== null) return issuedAt * 1000 > serverTime + ESTIMATE_LAG_MS;
  return age !== null && now.elapsed - age > elapsed + ESTIMATE_LAG_MS;
}
