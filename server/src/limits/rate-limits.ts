import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { type AnyRefusal, isRefusal, Refusal, type RefusalCode } from "../base/refusal.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { createSharedLimiter, type Limiter } from "./shared-limiter.ts";

const WINDOW_SECONDS = 60;
/** The refusals of a key that count against its sender. */
const COUNTED: readonly string[] = ["api_key_malformed", "api_key_unknown"] satisfies RefusalCode[];

/** Counts callers' requests by address. A caller whose address is not known is not counted. */
export interface RateLimits {
  /** Each throws `rate_limited` when the address has had its share. */
  anonymous(address: string | null): Promise<void>;
  refresh(address: string | null): Promise<void>;
  /**
   * Runs a check of an API key, and counts it when the key is refused. An address with too many refused keys is not let near the
   * database; where processes share it, each may refuse one more before it hears of the others' count. A key that this process
   * knows to be good needs no check, so it passes all the same.
   */
  keyCheck<T>(address: string | null, check: () => Promise<T>): Promise<T>;
}

/**
 * Makes the {@link RateLimits} of a project: counted in the PostgreSQL that processes share, else in memory. When that database
 * does not answer, the count goes on in this process's memory: neither is everybody let in nor everybody shut out.
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
  // Who is over the limit costs the database nothing more.
  const shared = (name: string, points: number) =>
    createSharedLimiter(storage, { ...options(name, points), blockOnConsumed: points + 1 });
  const anonymous = shared("anonymous", rateLimits.anonymousPerMinute);
  const refresh = shared("refresh", rateLimits.refreshPerMinute);
  const { failedKeysPerMinute } = rateLimits;
  const refusedByAll = createSharedLimiter(storage, options("keys", failedKeysPerMinute));
  // What this process knows of it. The shared count is only asked when it is raised, so that no check waits for it.
  const refused = new RateLimiterMemory(options("keys", failedKeysPerMinute));

  async function countRefused(address: string, { code }: AnyRefusal): Promise<void> {
    const { consumedPoints } = await refused.penalty(address);
    // No flood becomes one of writes: a key that is none is no guess either, and many that come at once are soon enough.
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
