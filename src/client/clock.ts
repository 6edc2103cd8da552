/** A moment on both clocks of this machine, in milliseconds. */
export interface Instant {
  /** Since the epoch; may be wrong, and may be set at any time. */
  readonly wall: number;
  /** Since some start; never set, but may stand still while the machine sleeps. */
  readonly mono: number;
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

/** The clock of the machine; looks each function up at the call, so that fake timers apply. */
export const systemClock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(callback, ms) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** Reads both clocks. */
export function readClock(clock: Clock): Instant {
  return { wall: clock.wall(), mono: clock.monotonic() };
}

/** How much time has passed, by whichever clock saw more: one may have been set back, the other stands still in sleep. */
export function elapsedBetween(from: Instant, to: Instant): number {
  return Math.max(0, to.mono - from.mono, to.wall - from.wall);
}
