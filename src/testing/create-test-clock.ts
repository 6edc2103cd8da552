import type { Clock } from "../client/clock.ts";

/** Settings of {@link createTestClock}. */
export interface TestClockOptions {
  /** The wall clock's initial time. Default: 2026-01-01T00:00:00Z. */
  start?: Date;
}

/** A clock that advances only when a test advances it. Pass it to the engine or provider as `clock`. */
export interface TestClock extends Clock {
  /** The number of timers that have not fired yet and have not been canceled. */
  readonly pendingTimers: number;
  /** Returns the wall clock's time as a date. */
  now(): Date;
  /**
   * Advances the wall clock and the monotonic clock by `ms` milliseconds. Timers fire in order, and promises settle
   * after each timer.
   */
  advance(ms: number): Promise<void>;
  /** Changes the wall clock by `ms` milliseconds, forward or back, as a user or NTP does. Fires no timer. */
  jumpWall(ms: number): void;
  /**
   * Simulates a machine that sleeps for `ms` milliseconds. No timer fires during the sleep. If `monotonicStops` is true
   * (the default), the monotonic clock stops too, as in Chrome on Linux and macOS. If it is false, the monotonic clock
   * keeps running, as on Windows, and overdue timers fire when the machine wakes.
   */
  sleep(ms: number, options?: { monotonicStops?: boolean }): Promise<void>;
  /**
   * Makes `advance` and `settle` wait for the promise `work`. Returns `work`. Use this function for work that takes
   * real time, such as signing or I/O: `getToken: () => clock.hold(createTestToken({ issuedAt: clock.now() }))`.
   */
  hold<T>(work: Promise<T>): Promise<T>;
  /** Waits for pending promises, including those that `hold` has received. The time does not advance. */
  settle(): Promise<void>;
}

/** A test clock as this kit's own provider uses it. Every {@link TestClock} has this type too. */
export interface SteppingClock extends TestClock {
  /** Advances the clock. After each timer, waits for `turns` turns of the event loop. Default: three turns. */
  advance(ms: number, turns?: number): Promise<void>;
}

interface Timer {
  due: number;
  callback: () => void;
}

/**
 * Creates a {@link TestClock}. The clock uses neither real timers nor the fake timers of a test runner.
 *
 * @param options the initial time
 */
export function createTestClock(options: TestClockOptions = {}): TestClock {
  let wall = (options.start ?? new Date("2026-01-01T00:00:00Z")).getTime();
  let monotonic = 0;
  const timers = new Set<Timer>();
  const held = new Set<Promise<unknown>>();

  /**
   * Waits for the held promises, and then for three turns of the event loop, because a chain of promises may need
   * several turns. If `hold` has received another promise in the meantime, waits again.
   */
  async function settle(turns = 3): Promise<void> {
    do {
      await Promise.allSettled(held);
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
    } while (held.size > 0);
  }

  function nextDue(until: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers) if (timer.due <= until && (next === undefined || timer.due < next.due)) next = timer;
    return next;
  }

  async function advance(ms: number, turns?: number): Promise<void> {
    const until = monotonic + ms;
    await settle(turns);
    for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
      const step = Math.max(0, timer.due - monotonic);
      wall += step;
      monotonic += step;
      timers.delete(timer);
      timer.callback();
      await settle(turns);
    }
    // Another call of `advance` may have advanced the clock further in the meantime.
    const rest = Math.max(0, until - monotonic);
    wall += rest;
    monotonic += rest;
    await settle(turns);
  }

  return {
    wall: () => wall,
    monotonic: () => monotonic,
    now: () => new Date(wall),
    setTimer(callback, ms) {
      const timer = { due: monotonic + Math.max(0, ms), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    get pendingTimers() {
      return timers.size;
    },
    advance,
    jumpWall(ms) {
      wall += ms;
    },
    async sleep(ms, { monotonicStops = true } = {}) {
      await settle();
      wall += ms;
      if (!monotonicStops) monotonic += ms;
      await advance(0);
    },
    hold(work) {
      held.add(work);
      const release = () => held.delete(work);
      work.then(release, release);
      return work;
    },
    settle: () => settle(),
  };
}

/** The global `setTimeout`. It is read when this module loads, because a test runner may replace it later. */
const { setTimeout } = globalThis;

/**
 * Resolves in the next macrotask. Uses APIs that fake timers do not replace: MessageChannel, or FileReader in Jest's
 * jsdom, which lacks MessageChannel. Where both are missing, uses `setTimeout`.
 */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if ("MessageChannel" in globalThis) {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    } else if ("FileReader" in globalThis) {
      const reader = new FileReader();
      // The event `load` would take a second turn.
      reader.onloadstart = () => resolve();
      reader.readAsText(new Blob());
    } else {
      setTimeout(resolve, 0);
    }
  });
}
