import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { AuthoritySettings } from "../authority-settings.ts";
import { faults, HttpFault } from "../http/http-fault.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { createSharedLimiter, type Limiter } from "./shared-limiter.ts";

const WINDOW_SECONDS = 60;

/** Counts callers' requests by address. A caller whose address is not known is not counted. */
export interface RateLimits {
  /** Each throws a 429 with `Retry-After` when the address has had its share. */
  anonymous(address: string | null): Promise<void>;
  refresh(address: string | null): Promise<void>;
  /**
   * Runs a check of an API key, and counts it when the key is refused. An address with too many refused keys is not let near the
   * database. A key that this process knows to be good needs no check, so it passes all the same.
   */
  keyCheck<T>(address: string | null, check: () => Promise<T>): Promise<T>;
}

/**
 * Makes the {@link RateLimits} of a project: counted in the PostgreSQL that processes share, else in memory. When that database
 * does not answer, the count goes on in this process's memory: neither is everybody let in nor everybody shut out.
 * Refused API keys are always counted in memory, so that the check of a key never waits for a database.
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
  const failedKeys = new RateLimiterMemory(options("keys", rateLimits.failedKeysPerMinute));

  return {
    anonymous: (address) => consume(anonymous, address),
    refresh: (address) => consume(refresh, address),
    async keyCheck(address, check) {
      if (address === null) return check();
      const counted = await failedKeys.get(address);
      if (counted !== null && counted.remainingPoints <= 0) throw limited(counted);
      try {
        return await check();
      } catch (error) {
        if (error instanceof HttpFault && error.code.startsWith("api_key_")) await failedKeys.penalty(address);
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

function limited({ msBeforeNext }: RateLimiterRes): HttpFault {
  return faults.rateLimited(Math.min(WINDOW_SECONDS, Math.max(1, Math.ceil(msBeforeNext / 1000))));
}
