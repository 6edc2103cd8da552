import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { type AnyRefusal, isRefusal, Refusal, type RefusalCode } from "../base/refusal.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { createSharedLimiter, type Limiter } from "./shared-limiter.ts";

const WINDOW_SECONDS = 60;
/** The codes of the refusals that {@link RateLimits.keyCheck} counts as rejected keys. */
const COUNTED: readonly string[] = ["api_key_malformed", "api_key_unknown"] satisfies RefusalCode[];

/** Limits the requests of each client address. Does not limit callers whose address is unknown (null). */
export interface RateLimits {
  /** Counts a request that creates a visitor. Throws `rate_limited` if the client address exceeds its limit. */
  anonymous(address: string | null): Promise<void>;
  refresh(address: string | null): Promise<void>;
  /**
   * Runs the check of an API key. If the client address has reached its limit of rejected keys, throws `rate_limited`
   * without running the check. A key with a wrong format or checksum increases only the count in this process. An
   * unknown key also increases the count that all processes share. A process reads the shared count only after it
   * rejects a key, and may therefore check one key too many. `authenticate` skips this method for a cached active key.
   */
  keyCheck<T>(address: string | null, check: () => Promise<T>): Promise<T>;
}

/**
 * Creates the {@link RateLimits} of a project. On PostgreSQL, all processes share one count per address in the
 * database. With an embedded database, or while PostgreSQL is unreachable, each process keeps its own counts in memory.
 * During an outage of PostgreSQL, the limits still apply, and the server still admits callers below the limits.
 */
export function createRateLimits(storage: AuthorityStorage, settings: AuthoritySettings): RateLimits {
  const { rateLimits, projectId } = settings;
  if (rateLimits === null) {
    const free = async () => {};
    return { anonymous: free, refresh: free, keyCheck: (_, check) => check() };
  }

  const options = (name: string, points: number) => ({
    keyPrefix: `${projectId}:${name}`,
    points,
    duration: WINDOW_SECONDS,
  });
  // With `blockOnConsumed`, a caller over the limit is rejected without a database query.
  const shared = (name: string, points: number) =>
    createSharedLimiter(storage, { ...options(name, points), blockOnConsumed: points + 1 });
  const anonymous = shared("anonymous", rateLimits.anonymousPerMinute);
  const refresh = shared("refresh", rateLimits.refreshPerMinute);
  const { failedKeysPerMinute } = rateLimits;
  const refusedByAll = createSharedLimiter(storage, options("keys", failedKeysPerMinute));
  // This process's count of rejected keys. The check reads only this count, so it never waits for the database. The
  // shared count is read only after a key is rejected.
  const refused = new RateLimiterMemory(options("keys", failedKeysPerMinute));

  async function countRefused(address: string, { code }: AnyRefusal): Promise<void> {
    const { consumedPoints } = await refused.penalty(address);
    // A malformed key is not a guess, and an address over the limit is already blocked. Neither case is written to the
    // database.
    if (code === "api_key_malformed" || consumedPoints > failedKeysPerMinute) return;
    const { remainingPoints, msBeforeNext } = await refusedByAll.penalty(address);
    if (remainingPoints === 0) await refused.block(address, toSeconds(msBeforeNext));
  }

  return {
    anonymous: (address) => consume(anonymous, address),
    refresh: (address) => consume(refresh, address),
    async keyCheck(address, check) {
      if (address === null) return check();
      const counted = await refused.get(address);
      if (counted !== null && counted.remainingPoints <= 0) throw limited(counted);
      try {
        return await check();
      } catch (error) {
        if (isRefusal(error) && COUNTED.includes(error.code)) await countRefused(address, error);
        throw error;
      }
    },
  };
}

async function consume(limiter: Limiter, address: string | null): Promise<void> {
  if (address === null) return;
  try {
    await limiter.consume(address);
  } catch (reason) {
    throw reason instanceof RateLimiterRes ? limited(reason) : reason;
  }
}

function limited({ msBeforeNext }: RateLimiterRes): AnyRefusal {
  return new Refusal("rate_limited", { retryAfter: toSeconds(msBeforeNext), limit: "requests" });
}

function toSeconds(milliseconds: number): number {
  return Math.min(WINDOW_SECONDS, Math.max(1, Math.ceil(milliseconds / 1000)));
}
