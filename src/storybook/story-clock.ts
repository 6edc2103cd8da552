import { useEffect, useState } from "react";
import { createTestClock, type TestClock } from "../testing/create-test-clock.ts";
import { type TestAuthState, tokenAgeIn } from "../testing/test-auth-state.ts";

const TICK_MS = 500;

/** When a story's state begins, and what follows. */
interface StoryTime {
  readonly state: TestAuthState;
  readonly now: Date | undefined;
  readonly live: boolean;
}

/**
 * Returns a clock that reads `now` when the state has been reached: a countdown to `expiresAt` is then right by the
 * machine's clock too. It stands still, or follows the machine's clock when `live`.
 */
export function useStoryClock({ state, now, live }: StoryTime): TestClock {
  const [clock] = useState(() => {
    const begin = (now ?? new Date()).getTime() - tokenAgeIn(state);
    return createTestClock({ start: new Date(begin) });
  });
  useEffect(() => {
    if (!live) return;
    let last = performance.now();
    let isMoving = false;
    const timer = setInterval(async () => {
      // The next tick makes up for this one.
      if (isMoving) return;
      isMoving = true;
      const before = last;
      last = performance.now();
      await clock.advance(last - before);
      isMoving = false;
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [clock, live]);
  return clock;
}
