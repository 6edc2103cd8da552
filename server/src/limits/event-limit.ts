import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { Refusal } from "../base/refusal.ts";

const WINDOW_SECONDS = 60;

/**
 * Creates the limit on the chat events that a user's clients report. Each process counts the events separately in
 * memory, because counting them in the database would cost more than processing them.
 *
 * @param limits the maximum number of events per user and minute; null for no limit
 * @returns a function that counts events and throws `rate_limited` if the user exceeds the limit
 */
export function createEventLimit(
  limits: { readonly eventsPerMinute: number } | null,
): (user: { readonly workspaceId: string; readonly userId: string }, count: number) => Promise<void> {
  if (limits === null) return async () => {};
  const limiter = new RateLimiterMemory({ points: limits.eventsPerMinute, duration: WINDOW_SECONDS });
  return async ({ workspaceId, userId }, count) => {
    try {
      await limiter.consume(JSON.stringify([workspaceId, userId]), count);
    } catch (reason) {
      if (!(reason instanceof RateLimiterRes)) throw reason;
      const retryAfter = Math.max(1, Math.ceil(reason.msBeforeNext / 1000));
      throw new Refusal("rate_limited", { retryAfter, limit: "requests" });
    }
  };
}
