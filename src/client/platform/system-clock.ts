import { attempt } from "./attempt.ts";

/** The last reading of both clocks. Null before the first reading. */
let last: { wall: number; mono: number } | null = null;

function wall(): number {
  try {
    return Date.now();
  } catch {
    // Sealed JavaScript compartments lack Date.now(). A wrong wall clock makes times less accurate, but tokens stay
    // usable.
    return (performance.timeOrigin || 0) + performance.now();
  }
}

/**
 * Returns the time of the platform's monotonic clock. If that clock fails, adds the advance of the wall clock to the last
 * reading, but ignores backward steps, so the result is monotonic.
 */
function monotonic(): number {
  const now = wall();
  const advanced = () => (last === null ? 0 : last.mono + Math.max(0, now - last.wall));
  last = { wall: now, mono: attempt(() => performance.now()) ?? advanced() };
  return last.mono;
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
