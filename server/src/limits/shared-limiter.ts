import { RateLimiterMemory, RateLimiterPostgres } from "rate-limiter-flexible";
import type { AuthorityStorage } from "../storage/authority-storage.ts";

/** Counts requests by key, in memory or in the database. */
export type Limiter = RateLimiterMemory | RateLimiterPostgres;

/** The options of a limiter. */
export interface LimiterOptions {
  /** A prefix that is unique among all limiters. */
  keyPrefix: string;
  points: number;
  /** The window, in seconds. */
  duration: number;
  /** The count from which a caller is rejected without a database query. Default: none. */
  blockOnConsumed?: number;
}

/**
 * Creates a limiter. On PostgreSQL, all processes count in the database; otherwise, each process counts in memory. If
 * the database fails, each process also counts in memory, so that the limit still applies and no caller is rejected
 * without cause.
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
    // The migrations create the table, so the limiter must not.
    tableCreated: true,
    insuranceLimiter: memory,
    ...(blockOnConsumed === undefined ? {} : { inMemoryBlockOnConsumed: blockOnConsumed }),
  });
}
