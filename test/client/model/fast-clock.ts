import type { Clock } from "../../../src/client/clock.ts";

/** The number of microtasks to drain. No chain of promises in the engine and its test doubles needs more. */
const MICROTASKS = 60;

/** A manual clock for thousands of runs. It settles promises by draining microtasks, because this takes little time. */
export interface FastClock extends Clock {
  advance(ms: number): Promise<void>;
  jumpWall(ms: number): void;
  /** Returns the most time that the engine can have measured: forward changes of the wall clock count as sleep. */
  elapsed(): number;
  sleep(ms: number, monotonicStops: boolean): Promise<void>;
  settle(): Promise<void>;
  pendingTimers(): number;
}

export function createFastClock(start: number): FastClock {
  let wall = start;
  let mono = 0;
  let gained = 0;
  let timers: { due: number; callback: () => void }[] = [];

  const settle = async () => {
    for (let turn = 0; turn < MICROTASKS; turn += 1) await null;
  };

  async function advance(ms: number): Promise<void> {
    const until = mono + ms;
    await settle();
    for (let fired = 0; ; fired += 1) {
      if (fired > 10_000) throw new Error("timers fire without end");
      const [next] = timers.filter(({ due }) => due <= until).sort((a, b) => a.due - b.due);
      if (next === undefined) break;
      const step = Math.max(0, next.due - mono);
      wall += step;
      mono += step;
      timers = timers.filter((timer) => timer !== next);
      next.callback();
      await settle();
    }
    wall += until - mono;
    mono = until;
    await settle();
  }

  return {
    wall: () => wall,
    monotonic: () => mono,
    setTimer(callback, ms) {
      const timer = { due: mono + Math.max(0, ms), callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance,
    jumpWall(ms) {
      wall += ms;
      gained += Math.max(0, ms);
    },
    elapsed: () => mono + gained,
    async sleep(ms, monotonicStops) {
      wall += ms;
      if (monotonicStops) gained += ms;
      else mono += ms;
      await advance(0);
    },
    settle,
    pendingTimers: () => timers.length,
  };
}
