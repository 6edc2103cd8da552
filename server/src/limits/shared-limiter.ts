import { RateLimiterMemory, RateLimiterPostgres } from "rate-limiter-flexible";
import type { AuthorityStorage } from "../storage/authority-storage.ts";

/** Counts requests by key, in memory or in the database. */
export type Limiter = RateLimiterMemory | RateLimiterPostgres;

/** The limit: how many requests per key in which time. */
export interface LimiterOptions {
  /** Unique among all limiters. */
  keyPrefix: string;
  points: number;
  /** In seconds. */
  duration: number;
  /** From this count on, a caller is rejected without a query. Default: always query. */
  blockOnConsumed?: number;
}

/**
 * Creates a limiter that counts in the shared PostgreSQL database, or in memory. If the database does not answer, it
 * counts in memory, so that callers are neither all admitted nor all rejected.
 */
export function createSharedLimiter(
  storage: Pick<AuthorityStorage, "query">,
  { keyPrefix, points, duration, blockOnConsumed }: LimiterOptions,
): Limiter {
  const memory = new RateLimiterMemory({ keyPrefix, points, duration });
  if (storage.query === null) return memory;
  return new RateLimiterPostgres({
    keyPrefix,
    points,
    duration,
    storeClient: { query: storage.query },
    storeType: "client",
    tableName: "rate_limits",
    // Our migrations create it.
    tableCreated: true,
    insuranceLimiter: memory,
    ...(blockOnConsumed === undefined ? {} : { inMemoryBlockOnConsumed: blockOnConsumed }),
  });
}
