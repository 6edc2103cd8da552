import type { Clock } from "../client/clock.ts";

/** Settings of {@link createTestClock}. */
export interface TestClockOptions {
  /** The wall clock at the start. Default: 2026-01-01T00:00:00Z. */
  start?: Date;
}

/** A clock that stands still until a test moves it; hand it to the engine as `clock`. */
export interface TestClock extends Clock {
  /** Timers that are set and neither fired nor cancelled. */
  readonly pendingTimers: number;
  /** The wall clock as a date. */
  now(): Date;
  /** Lets both clocks run `ms` milliseconds; timers fire in order, and promises settle after each. */
  advance(ms: number): Promise<void>;
  /** Sets the wall clock by `ms` milliseconds, forward or back, as a person or NTP does; no timer fires. */
  jumpWall(ms: number): void;
  /**
   * The machine sleeps for `ms` milliseconds: no timer fires meanwhile. `monotonicStops` says whether the monotonic
   * clock stands still as well (Chrome on Linux and macOS; default) or counts on (Windows), in which case timers that
   * are overdue fire at the wake.
   */
  sleep(ms: number, options?: { monotonicStops?: boolean }): Promise<void>;
  /**
   * Time does not move on while this work is under way. For what promises alone do not finish, such as signing or I/O:
   * `getToken: () => clock.hold(createTestToken({ issuedAt: clock.now() }))`.
   */
  hold<T>(work: Promise<T>): Promise<T>;
  /** Lets promises that are under way settle, and work that is held end, with time standing still. */
  settle(): Promise<void>;
}

interface Timer {
  due: number;
  callback: () => void;
}

/** Makes a {@link TestClock}. Real timers, and fake ones of a test runner, play no part in it. */
export function createTestClock(options: TestClockOptions = {}): TestClock {
  let wall = (options.start ?? new Date("2026-01-01T00:00:00Z")).getTime();
  let monotonic = 0;
  const timers = new Set<Timer>();
  const held = new Set<Promise<unknown>>();

  /** Several turns of the event loop, since one promise waits for another. */
  async function settle(): Promise<void> {
    do {
      await Promise.allSettled(held);
      for (let turn = 0; turn < 3; turn += 1) await nextTurn();
    } while (held.size > 0);
  }

  function nextDue(until: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers) if (timer.due <= until && (next === undefined || timer.due < next.due)) next = timer;
    return next;
  }

  async function advance(ms: number): Promise<void> {
    const until = monotonic + ms;
    await settle();
    for (let timer = nextDue(until); timer !== undefined; timer = nextDue(until)) {
      const step = Math.max(0, timer.due - monotonic);
      wall += step;
      monotonic += step;
      timers.delete(timer);
      timer.callback();
      await settle();
    }
    // Another call may have moved the clock further meanwhile.
    const rest = Math.max(0, until - monotonic);
    wall += rest;
    monotonic += rest;
    await settle();
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
    settle,
  };
}

/** Before a test replaces it. */
const { setTimeout } = globalThis;

/** A message is the one macrotask that fake timers leave alone. Jest's jsdom has none. */
function nextTurn(): Promise<void> {
  if (!("MessageChannel" in globalThis)) return new Promise((resolve) => void setTimeout(resolve, 0));
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
