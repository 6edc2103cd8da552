import type { AssistantCloudAuthErrorCode } from "../core/errors.ts";
import type { Instant } from "./clock.ts";
import type { EngineAction } from "./engine-reducer.ts";
import type { BreakerReason, EngineState } from "./engine-state.ts";

/**
 * An event that the engine emits. The union is closed, so a `switch` on `type` can be exhaustive. Times are
 * milliseconds since the epoch on the local wall clock. No event contains a token, a key, or the user's identity.
 *
 * - `refresh_started`: the engine starts a refresh. If no other tab sends a token, the engine calls the token source.
 *   `forced` is true when the source must not return a cached token.
 * - `refresh_succeeded`: the engine has a new token, which expires at `expiresAt` and is refreshed at `refreshAt`.
 * - `adopted`: the engine received a newer token from another tab, or from a response's header, and now holds that
 *   token.
 * - `refresh_unchanged`: the source returned no newer token; the engine refreshes the held token at `refreshAt`.
 * - `refresh_failed`: the attempt failed with `code`; the engine retries at `retryAt`, or never if `retryAt` is null.
 * - `breaker_opened`: the circuit breaker opened, or opened again, for `reason`; the engine makes no call before
 *   `retryAt`.
 * - `expired`: the token expired before a newer one was available.
 * - `signed_out`: the source reported that no user is signed in, or another tab or the server signed the user out.
 * - `invalidated`: the app called `invalidate()`, or another tab signed out while this tab could not receive messages.
 * - `superseded`: the app passed a token source with another `kind`, `key` or `isPending`.
 * - `disposed`: the app or `AssistantCloudProvider` disposed the engine.
 */
export type TokenEvent = { time: number } & (
  | { type: "refresh_started"; forced: boolean }
  | { type: "refresh_succeeded"; expiresAt: number; refreshAt: number }
  | { type: "adopted"; via: "tab" | "response"; expiresAt: number; refreshAt: number }
  | { type: "refresh_unchanged"; refreshAt: number }
  | { type: "refresh_failed"; code: AssistantCloudAuthErrorCode; retryAt: number | null }
  | { type: "breaker_opened"; reason: BreakerReason; retryAt: number }
  | { type: "expired" | "signed_out" | "invalidated" | "superseded" | "disposed" }
);

/** Returns the events of an action. `next` is the state after the action. */
export function eventsOf(action: EngineAction, next: EngineState): TokenEvent[] {
  if (!("now" in action)) return [];
  const { type, now } = action;
  const time = now.wall;
  switch (type) {
    case "back_online":
    case "reset":
    case "resumed":
      return [];
    case "missed_sign_out":
      return [{ time, type: "invalidated" }];
    case "started":
      return [{ time, type: "refresh_started", forced: action.forced }];
    case "accepted": {
      const { received, life, dueAt } = action.held;
      const until = { expiresAt: Math.round(received.wall + life), refreshAt: Math.round(dueAt) };
      const { via } = action;
      return [
        via === "source" ? { time, type: "refresh_succeeded", ...until } : { time, type: "adopted", via, ...until },
      ];
    }
    case "unchanged":
      return [{ time, type: "refresh_unchanged", refreshAt: Math.max(onWallClock(next.notBefore, now), dueAt(next)) }];
    case "failed": {
      const retryAt = next.ended === null ? onWallClock(next.notBefore, now) : null;
      const failed: TokenEvent = { time, type: "refresh_failed", code: action.error.code, retryAt };
      if (next.breaker === null || retryAt === null) return [failed];
      return [failed, { time, type: "breaker_opened", reason: next.breaker, retryAt }];
    }
    default:
      return [{ time, type }];
  }
}

function dueAt({ held }: EngineState): number {
  return held === null ? 0 : Math.round(held.dueAt);
}

function onWallClock(elapsed: number, now: Instant): number {
  return Math.round(now.wall + elapsed - now.elapsed);
}
