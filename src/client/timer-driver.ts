import { type Clock, trySetTimer } from "./clock.ts";
import { onWake } from "./platform/page-events.ts";
import { MAX_TIMER_MS } from "./schedule.ts";
import type { EngineCore } from "./token-engine.ts";

/**
 * Calls the engine's `tick` at once. Also calls `tick` whenever the engine's next action is due, and at events of the
 * page such as focus. Timers may fire late or early, so the engine checks the clock each time.
 *
 * @returns a function that stops the calls, and removes the timer and listeners
 */
export function driveByTimer(engine: EngineCore, clock: Clock): () => void {
  let cancelTimer = () => {};
  const plan = () => {
    cancelTimer();
    const wait = engine.nextActionIn();
    cancelTimer = wait === null ? () => {} : trySetTimer(clock, () => wake(), Math.min(wait, MAX_TIMER_MS));
  };
  const wake = (isBackOnline?: boolean) => {
    void engine.tick(isBackOnline);
    plan();
  };
  const unsubscribe = engine.subscribe(plan);
  const stopWaking = onWake(wake);
  wake();
  return () => {
    unsubscribe();
    stopWaking();
    cancelTimer();
  };
}
