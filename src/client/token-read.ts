import type { AssistantCloudAuthError } from "../core/errors.ts";
import type { Clock, Instant } from "./clock.ts";
import type { EngineStore } from "./engine-store.ts";
import { circuitOpenError, circularError } from "./failure.ts";
import { remainingLife, untilDue, usableFor } from "./held-token.ts";
import { attempt } from "./platform/attempt.ts";
import type { RefreshAttempts } from "./refresh-attempts.ts";

/** The parts of an engine that its {@link TokenRead} uses. */
export interface TokenReadContext {
  clock: Clock;
  store: EngineStore;
  attempts: RefreshAttempts;
  readTime: () => Instant;
}

/** The functions that read an engine's token. */
export interface TokenRead {
  /** Resolves to a usable token; see `TokenEngine.getToken`. */
  getToken(options?: { forceRefresh?: boolean }): Promise<string | null>;
  /**
   * Resolves to a usable token, or to null after a sign-out. Does not use the cache of `getToken`. If the held token is
   * missing or nearly expired, or if `force` is true, this function waits until a refresh attempt has ended.
   */
  read(force: boolean): Promise<string | null>;
  /**
   * Returns the token if it is usable, otherwise null. This function changes no state, because React calls it while
   * rendering.
   */
  peek(): string | null;
  /** Drops the held token if it is too old to be sent. */
  expireIfDead(now: Instant): void;
  /** Clears the cache, so that the next `getToken()` checks the state. */
  clearCache(): void;
}

/**
 * How long `getToken()` may return the cached token without reading the monotonic clock again, in milliseconds. The
 * limit is measured on the wall clock.
 */
const CHECK_VALID_MS = 1_000;

/** Creates the {@link TokenRead} of one engine. */
export function createTokenRead({ clock, store, attempts, readTime }: TokenReadContext): TokenRead {
  let cached: { promise: Promise<string>; from: number; until: number } | null = null;

  function expireIfDead(now: Instant): void {
    const { held } = store.state;
    if (held !== null && usableFor(held, now) <= 0) store.dispatch({ type: "expired", now });
  }

  function peek(): string | null {
    const { held } = store.state;
    if (held === null) return null;
    // A framework may forbid reading the clock during rendering. The next tick drops a token that is too old, so return
    // the held token.
    const now = attempt(readTime);
    return now === undefined || usableFor(held, now) > 0 ? held.token : null;
  }

  function getToken(options?: { forceRefresh?: boolean }): Promise<string | null> {
    if (options?.forceRefresh) return read(true);
    // Nearly every call takes this path, so it reads one clock and allocates nothing.
    const wall = clock.wall();
    if (cached !== null && wall >= cached.from && wall < cached.until) return cached.promise;
    const { held } = store.state;
    const validFor = Math.min(CHECK_VALID_MS, untilDue(held, readTime()));
    if (held === null || validFor <= 0) return read(false);
    cached = { promise: held.promise, from: wall, until: wall + validFor };
    return held.promise;
  }

  function read(force: boolean): Promise<string | null> {
    const now = readTime();
    expireIfDead(now);
    const { held, ended } = store.state;
    if (ended === "signed_out") return Promise.resolve(null);
    const needed = held === null || force || remainingLife(held, now) <= held.margins.stale;
    const due = needed || (untilDue(held, now) <= 0 && !attempts.waitsForNetwork(null));
    const attempt = attempts.inFlight ?? (due && attempts.mayStart(now) ? attempts.start(now, force) : null);
    if (attempt === null) return held === null || force ? Promise.reject(refusal(now)) : held.promise;
    if (attempts.isCallingSource && (force || held === null || needed)) return Promise.reject(circularError());
    if (force) {
      attempts.force();
      return attempt;
    }
    if (held !== null && !needed) return held.promise;
    // The held token is usable but nearly expired, so wait for a new one. If the attempt fails, return the held token,
    // which may have been replaced by another tab's meanwhile.
    return attempt.catch((error: unknown) => peek() ?? Promise.reject(error));
  }

  function refusal(now: Instant): AssistantCloudAuthError {
    const { error, refreshError, breaker } = store.getSnapshot();
    if (error !== null) return error;
    if (refreshError !== null && breaker === null) return refreshError;
    const wait = Math.max(0, attempts.untilStart(now));
    return circuitOpenError(new Date(now.wall + wait), refreshError);
  }

  return {
    getToken,
    read,
    peek,
    expireIfDead,
    clearCache() {
      cached = null;
    },
  };
}
