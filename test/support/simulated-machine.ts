import type { Clock } from "../../src/client/clock.ts";

const HOUR = 3_600_000;
/**
 * The number of microtasks to drain after each step. The longest promise chain from `getToken()` to the source is
 * shorter.
 */
const MICROTASKS = 60;

/** The deviations of a machine's clocks from the server's clock, and the start time of the server's clock. */
export interface MachineOptions {
  /** The server's clock at the start, in milliseconds since the epoch. Default: 2026-01-01T00:00:00Z. */
  start?: number;
  /** The error of the wall clock at the start, in milliseconds. Negative if the wall clock is behind. Default: 0. */
  wallError?: number;
  /** The drift of the wall clock, in milliseconds per hour. Negative if the wall clock is too slow. Default: 0. */
  wallDrift?: number;
  /** The drift of the monotonic clock, in milliseconds per hour. Negative if the clock is too slow. Default: 0. */
  monotonicDrift?: number;
}

/** A machine with simulated clocks, which advance only when a test calls `run` or `sleep`. */
export interface SimulatedMachine extends Clock {
  /** Returns the server's time, in milliseconds since the epoch. The server's clock has no error. */
  serverNow(): number;
  /**
   * Lets `ms` milliseconds of the server's time pass. Timers fire in order. After each timer, pending promises settle.
   */
  run(ms: number): Promise<void>;
  /**
   * Simulates a sleep of `ms` milliseconds. No timer fires until the machine wakes, and then all overdue timers fire.
   * @param options `monotonicStops`: whether the monotonic clock stops during the sleep
   */
  sleep(ms: number, options: { monotonicStops: boolean }): Promise<void>;
  /** Resolves after `ms` milliseconds of the monotonic clock. */
  pause(ms: number): Promise<void>;
}

interface Timer {
  due: number;
  callback: () => void;
}

/**
 * Creates a {@link SimulatedMachine}. After each timer, the machine drains microtasks and waits for four turns of the
 * event loop. Reading a response body needs these turns. When no timer fires, the machine only drains microtasks. A
 * simulated day with a read every second therefore takes only seconds.
 */
export function createSimulatedMachine(options: MachineOptions = {}): SimulatedMachine {
  const { start = Date.parse("2026-01-01T00:00:00Z"), wallError = 0, wallDrift = 0, monotonicDrift = 0 } = options;
  const wallRate = 1 + wallDrift / HOUR;
  const monotonicRate = 1 + monotonicDrift / HOUR;
  let elapsed = 0;
  let sleptMs = 0;
  const timers = new Set<Timer>();

  const monotonic = () => (elapsed - sleptMs) * monotonicRate;

  function setTimer(callback: () => void, ms: number): () => void {
    // A browser's timers use whole milliseconds, so a timer may fire slightly early.
    const timer = { due: monotonic() + Math.max(1, Math.trunc(ms)), callback };
    timers.add(timer);
    return () => timers.delete(timer);
  }

  function next(): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of timers) if (first === undefined || timer.due < first.due) first = timer;
    return first;
  }

  async function run(ms: number): Promise<void> {
    const until = elapsed + ms;
    await settle(false);
    for (let timer = next(); timer !== undefined; timer = next()) {
      const at = elapsed + Math.max(0, timer.due - monotonic()) / monotonicRate;
      if (at > until) break;
      elapsed = at;
      timers.delete(timer);
      timer.callback();
      await settle(true);
    }
    elapsed = until;
    await settle(false);
  }

  return {
    wall: () => Math.floor(start + wallError + elapsed * wallRate),
    monotonic,
    setTimer,
    serverNow: () => start + elapsed,
    run,
    async sleep(ms, { monotonicStops }) {
      elapsed += ms;
      if (monotonicStops) sleptMs += ms;
      await run(0);
    },
    pause: (ms) => new Promise((resolve) => void setTimer(resolve, ms)),
  };
}

async function settle(withTurns: boolean): Promise<void> {
  for (let hop = 0; hop < MICROTASKS; hop += 1) await null;
  if (!withTurns) return;
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
