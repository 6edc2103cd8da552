import { RateLimiterRes } from "rate-limiter-flexible";
import { Refusal } from "../../base/refusal.ts";
import { createSharedLimiter } from "../../limits/shared-limiter.ts";
import type { AuthorityStorage } from "../../storage/authority-storage.ts";

const TRIES = 5;
const NOTES = 10;
const WINDOW_SECONDS = 60;

/** Holds back who guesses at passwords or set-up links; counted for all processes on one PostgreSQL together. */
export interface LoginLimit {
  /** Counts a try of an address; throws `rate_limited` from the sixth within a minute on. */
  count(address: string): Promise<void>;
  /** Takes the last try back, which was no guess. */
  takeBack(address: string): Promise<void>;
  /** Takes all tries back, after one that was right. */
  forgive(address: string): Promise<void>;
  /** Whether one more refused try may be written down: 10 a minute of all addresses, so that no flood fills the database. */
  mayNote(): Promise<boolean>;
}

export function createLoginLimit(storage: Pick<AuthorityStorage, "query">, projectId: string): LoginLimit {
  const make = (name: string, points: number) =>
    createSharedLimiter(storage, { keyPrefix: `${projectId}:${name}`, points, duration: WINDOW_SECONDS });
  const tries = make("sign-in", TRIES);
  const notes = make("sign-in-notes", NOTES);
  return {
    async count(address) {
      try {
        await tries.consume(address);
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error;
        const retryAfter = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
        throw new Refusal("rate_limited", { retryAfter, limit: "sign_in" });
      }
    },
    async takeBack(address) {
      await tries.reward(address);
    },
    async forgive(address) {
      await tries.delete(address);
    },
    mayNote: () =>
      notes.consume("").then(
        () => true,
        () => false,
      ),
  };
}
