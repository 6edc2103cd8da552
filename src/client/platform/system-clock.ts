import { attempt } from "./attempt.ts";

/** The wall clock at the last look, and how far it has run forward; only without a monotonic clock. */
let substitute: { wall: number; mono: number } | null = null;

function wall(): number {
  try {
    return Date.now();
  } catch {
    // Sealed JavaScript compartments have no Date.now(). A wrong wall clock costs accuracy, not the token.
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
  // What the wall clock is set back does not count, so the substitute only runs forward.
  substitute = { wall: now, mono: substitute.mono + Math.max(0, now - substitute.wall) };
  return substitute.mono;
}

/** The clock of the machine; it looks up each function at the call, so that fake timers apply. */
export const systemClock = {
  wall,
  monotonic,
  /** Throws where there are no timers. */
  setTimer(callback: () => void, ms: number): () => void {
    let live = true;
    const timer = setTimeout(() => live && callback(), ms);
    return () => {
      live = false;
      attempt(() => clearTimeout(timer));
    };
  },
};
