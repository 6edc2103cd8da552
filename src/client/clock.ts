import { attempt } from "./platform/attempt.ts";

/** A moment on the clocks of this machine, in milliseconds. */
export interface Instant {
  /** Since the epoch; may be wrong, and may be set at any time. */
  readonly wall: number;
  /** Since some start; never set, but may stand still while the machine sleeps. */
  readonly mono: number;
  /** Never set, and counts sleeps that a reading has noticed. */
  readonly elapsed: number;
}

/** The engine's only access to time. */
export interface Clock {
  /** Milliseconds since the epoch, as `Date.now()`. */
  wall(): number;
  /** Milliseconds since any fixed start, as `performance.now()`. */
  monotonic(): number;
  /** Calls back once after `ms` milliseconds (0 to 2³¹ − 1); returns a function that cancels it. */
  setTimer(callback: () => void, ms: number): () => void;
}

/** Sets a timer, if the clock can: where there are no timers, nothing fires. */
export function trySetTimer(clock: Clock, callback: () => void, ms: number): () => void {
  return attempt(() => clock.setTimer(callback, ms)) ?? (() => {});
}

/** What the wall clock gains at once beyond this, in milliseconds, is a sleep or a clock that was set: time, to be careful. */
const NOTICED_GAIN_MS = 100;

/**
 * Creates a reader of both clocks that counts the time that has passed. What the wall clock gains on the monotonic one
 * between two readings counts; what it loses is ignored. It reads neither clock before the first call, so an engine
 * can be created while React renders.
 */
export function createTimekeeper(clock: Clock): () => Instant {
  let lead: number | null = null;
  let slept = 0;
  return () => {
    const wall = clock.wall();
    const mono = clock.monotonic();
    const gain = lead === null ? 0 : wall - mono - lead;
    lead = wall - mono;
    if (gain > NOTICED_GAIN_MS) slept += gain;
    return { wall, mono, elapsed: mono + slept };
  };
}

/** How much time has passed between two readings of one timekeeper, in milliseconds. */
export function elapsedBetween(from: Instant, to: Instant): number {
  return Math.max(0, to.elapsed - from.elapsed);
}
