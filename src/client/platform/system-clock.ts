import { attempt } from "./attempt.ts";

/**
 * The substitute for a missing monotonic clock; null until the substitute is needed. `wall` is the wall clock at the
 * last reading. `mono` starts as the first reading of the wall clock. Later, only forward steps of the wall clock are
 * added.
 */
let substitute: { wall: number; mono: number } | null = null;

function wall(): number {
  try {
    return Date.now();
  } catch {
    // Sealed JavaScript compartments lack Date.now(). A wrong wall clock makes times less accurate, but tokens stay
    // usable.
    return (performance.timeOrigin || 0) + performance.now();
  }
}

function monotonic(): number {
  if (substitute === null) {
    try {
      return performance.now();
    } catch {
      const now = wall();
      substitute = { wall: now, mono: now };
    }
  }
  const now = wall();
  // Ignore backward steps, so the substitute is monotonic.
  substitute = { wall: now, mono: substitute.mono + Math.max(0, now - substitute.wall) };
  return substitute.mono;
}

/** The local clock. Each call looks up the global function again, so a test's fake timers apply. */
export const systemClock = {
  wall,
  monotonic,
  /** Sets a timer; throws on a platform without timers. */
  setTimer(callback: () => void, ms: number): () => void {
    let live = true;
    const timer = setTimeout(() => live && callback(), ms);
    return () => {
      live = false;
      attempt(() => clearTimeout(timer));
    };
  },
};
