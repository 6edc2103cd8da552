import type { Instant } from "./clock.ts";
import type { HeldToken } from "./held-token.ts";
import { estimateServerNow, type ServerClock } from "./server-clock.ts";

/**
 * The condition for adopting other tabs' tokens after the engine has dropped its token. Another tab may still hold the
 * dropped token or another token of the same session, so the engine adopts only tokens that were issued after the
 * cutoff.
 */
export interface TokenCutoff {
  /** Whether the engine dropped its token because the user's session has ended. */
  readonly isSignOut: boolean;
  /**
   * The engine adopts only a token that was issued after this time. The time is on the server's clock, in milliseconds
   * since the epoch. Null if the engine dropped its token before it could estimate the server's time.
   */
  readonly issuedAfter: number | null;
  /** When the engine dropped its token, on the clock of `Instant.elapsed`. */
  readonly elapsed: number;
}

/**
 * The engine assumes that its estimate of the server's time is at most this many milliseconds behind the server's
 * clock. The difference is the transfer time of a response plus the fraction of a second that `iat` omits.
 */
const ESTIMATE_LAG_MS = 2_000;

/** Returns the cutoff of a session that ends at the time `now`. */
export function signOutCutoff(serverClock: ServerClock, now: Instant): TokenCutoff {
  const issuedAfter = serverClock.length === 0 ? null : estimateServerNow(serverClock, now) + ESTIMATE_LAG_MS;
  return { isSignOut: true, issuedAfter, elapsed: now.elapsed };
}

/**
 * Returns the cutoff after `invalidate()`. The engine refuses only the invalidated token and older tokens. If several
 * tabs invalidate a token at the same time, they can therefore share the next token.
 */
export function invalidationCutoff({ claims }: HeldToken, now: Instant): TokenCutoff {
  const issuedAfter = (claims.issuedAt ?? Number.POSITIVE_INFINITY) * 1000;
  return { isSignOut: false, issuedAfter, elapsed: now.elapsed };
}

/**
 * Returns whether a token was issued after a cutoff. If `issuedAfter` is null, the result depends on the token's age.
 * Returns false if `issuedAt` is null, or if the age is required but unknown.
 *
 * @param issuedAt the token's `iat` in seconds; null when unknown
 * @param age the token's age in milliseconds, as the sender reports it; null when unknown
 */
export function isIssuedAfter(
  { issuedAfter, elapsed }: TokenCutoff,
  issuedAt: number | null,
  age: number | null,
  now: Instant,
): boolean {
  if (issuedAt === null) return false;
  if (issuedAfter !== null) return issuedAt * 1000 > issuedAfter;
  return age !== null && now.elapsed - age > elapsed + ESTIMATE_LAG_MS;
}
