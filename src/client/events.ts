import type { AssistantCloudAuthErrorCode } from "../core/errors.ts";
import type { Instant } from "./clock.ts";
import type { BreakerReason, EngineAction, EngineState } from "./engine-state.ts";

/**
 * What the engine tells while it works: a closed union to switch on. Times are milliseconds since the
 * epoch on this machine's wall clock. No event carries a token, a key, or who the user is.
 *
 * - `refresh_started`: the token source is called; `forced` when a cached token will not do.
 * - `refresh_succeeded`: a new token is held; it expires at `expiresAt` and is refreshed at `refreshAt`.
 * - `adopted`: a fresher token came from another tab, or rotated in a response's header.
 * - `refresh_unchanged`: the source gave nothing fresher than the token that is held; that is refreshed at `refreshAt`.
 * - `refresh_failed`: the attempt failed with `code`; the next may be made at `retryAt`, null for never.
 * - `breaker_opened`: no call is made before `retryAt`, for `reason`.
 * - `expired`: the token ran out and no newer one could be had.
 * - `signed_out`: the source says that nobody is signed in.
 * - `invalidated`: the token was thrown away, by the app or a resource server's word.
 * - `superseded`: the user or workspace changed.
 * - `disposed`: the engine has ended.
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

/** Returns the events of an action that led to `next`. Pure. */
export function eventsOf(action: EngineAction, next: EngineState): TokenEvent[] {
  if (!("now" in action)) return [];
  const { type, now } = action;
  const time = now.wall;
  switch (type) {
    case "back_online":
    case "reset":
    case "resumed":
      return [];
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

function onWallClock(mono: number, now: Instant): number {
  return Math.round(now.wall + mono - now.mono);
}
