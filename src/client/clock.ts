import { attempt } from "./platform/attempt.ts";

/** A time on the local clocks, in milliseconds. */
export interface Instant {
  /** The time on the wall clock, since the epoch. The wall clock may be wrong, and the user may set it at any time. */
  readonly wall: number;
  /**
   * The time on the monotonic clock, since an arbitrary start. The monotonic clock never runs backward, but it may stop
   * while the machine sleeps.
   */
  readonly mono: number;
  /** The time on the monotonic clock plus the estimated time that the machine has slept. */
  readonly elapsed: number;
}

/**
 * The clocks and the timer of an engine. A date in `Retry-After` is compared with the response's `Date`, or with the
 * system's wall clock if the browser hides this header, but not with `wall()`.
 */
export interface Clock {
  /** Returns the milliseconds since the epoch, like `Date.now()`. */
  wall(): number;
  /** Returns the milliseconds since any fixed start, like `performance.now()`. */
  monotonic(): number;
  /** Calls `callback` once after `ms` milliseconds (0 to 2³¹ − 1); returns a function that cancels the timer. */
  setTimer(callback: () => void, ms: number): () => void;
}

/** Sets a timer if the platform supports timers. Returns a function that cancels the timer. */
export function trySetTimer(clock: Clock, callback: () => void, ms: number): () => void {
  return attempt(() => clock.setTimer(callback, ms)) ?? (() => {});
}

/**
 * If the wall clock advances further than the monotonic clock between two readings, and the difference exceeds this
 * many milliseconds, the difference is added to the elapsed time. Either the machine slept, or a user set the wall
 * clock.
 */
const NOTICED_GAIN_MS = 100;

/**
 * Creates a function that reads both clocks and measures elapsed time. Between two consecutive readings, the elapsed
 * time is the advance of the monotonic clock. If the wall clock has advanced over 100 ms further than the monotonic
 * clock, the elapsed time is instead the advance of the wall clock. `createTimekeeper` does not read a clock, so an
 * engine can be created while React renders.
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

/** Returns the milliseconds that have passed between two readings of one timekeeper. */
export function elapsedBetween(from: Instant, to: Instant): number {
  return Math.max(0, to.elapsed - from.elapsed);
}
