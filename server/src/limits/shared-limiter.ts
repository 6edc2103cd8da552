import { RateLimiterMemory, RateLimiterPostgres } from "rate-limiter-flexible";
import type { AuthorityStorage } from "../storage/authority-storage.ts";

/**
 * A rate limiter. Counts the points of each key in a time window. A key identifies a caller, for example by IP address.
 * Each counted request is one point.
 */
export type Limiter = RateLimiterMemory | RateLimiterPostgres;

export interface LimiterOptions {
  /** A prefix that separates the counts of this limiter from those of all other limiters. */
  keyPrefix: string;
  points: number;
  /** The window, in seconds. */
  duration: number;
  /** The number of points at which this process rejects a caller without a database query. Default: none. */
  blockOnConsumed?: number;
}

/**
 * Creates a limiter. On PostgreSQL, all processes count in the database. With an embedded database, or while PostgreSQL
 * is unreachable, each process counts in memory. The limit then still applies, and no caller is rejected because of the
 * outage.
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
