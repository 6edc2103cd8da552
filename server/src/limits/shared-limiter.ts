import { RateLimiterMemory, RateLimiterPostgres } from "rate-limiter-flexible";
import type { AuthorityStorage } from "../storage/authority-storage.ts";

const HOUR_MS = 3_600_000;

/**
 * A rate limiter. Counts the points of each key in a time window. A key identifies a caller, for example by IP address.
 * Each counted request is one point.
 */
export type Limiter = RateLimiterMemory | RateLimiterPostgres;

export interface LimiterOptions {
  /** The prefix of all keys of this limiter. No other limiter uses this prefix. */
  keyPrefix: string;
  points: number;
  /** The window, in seconds. */
  duration: number;
  /**
   * The number of points at which this process rejects a caller without a database query. If the option is omitted, the
   * limiter queries the database for every request.
   */
  blockOnConsumed?: number;
}

/**
 * Creates a limiter. On PostgreSQL, all processes store their counts in the database. With an embedded database, or
 * while PostgreSQL is unreachable, each process stores its counts in memory. During an outage of PostgreSQL, the limit
 * still applies, and the limiter still admits callers below the limit.
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
    // Each limiter would otherwise scan the table every 5 minutes, even after the authority is closed.
    clearExpiredByTimeout: false,
    insuranceLimiter: memory,
    ...(blockOnConsumed === undefined ? {} : { inMemoryBlockOnConsumed: blockOnConsumed }),
  });
}

/**
 * Deletes the expired counts of all limiters. Keeps counts that expired less than an hour ago, because the clocks of
 * processes may differ. With an embedded database, the counts are in memory and nothing is deleted.
 */
export async function deleteExpiredCounts(storage: Pick<AuthorityStorage, "query" | "statement">): Promise<void> {
  if (storage.query === null) return;
  await storage.statement("delete from rate_limits where expire < $1", [Date.now() - HOUR_MS]);
}
