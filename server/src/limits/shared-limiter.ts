import { RateLimiterMemory, RateLimiterPostgres } from "rate-limiter-flexible";
import type { AuthorityStorage } from "../storage/authority-storage.ts";

/** What counts requests by name, here or in the database. */
export type Limiter = RateLimiterMemory | RateLimiterPostgres;

/** How many requests, of whom, in how long. */
export interface LimiterOptions {
  /** Unlike that of any other limiter. */
  keyPrefix: string;
  points: number;
  /** In seconds. */
  duration: number;
  /** From how many on a caller is refused without asking the database. Default: it is always asked. */
  blockOnConsumed?: number;
}

/**
 * Makes a limiter that counts in the PostgreSQL that processes share, else in memory. When that database does not answer, the
 * count goes on in this process's memory: neither is everybody let in nor everybody shut out.
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
    // Our migrations make it.
    tableCreated: true,
    insuranceLimiter: memory,
    ...(blockOnConsumed === undefined ? {} : { inMemoryBlockOnConsumed: blockOnConsumed }),
  });
}
