import { useEffect, useState } from "react";
import { createTestClock, type TestClock } from "../testing/create-test-clock.ts";
import { type TestAuthState, tokenAgeIn } from "../testing/test-auth-state.ts";

const TICK_MS = 500;

interface StoryTime {
  readonly state: TestAuthState;
  readonly now: Date | undefined;
  readonly live: boolean;
}

/**
 * Returns a clock that shows `now` when the story's auth state begins. If `live` is true, the clock then advances in
 * real time. Otherwise, it stays at `now`. The default of `now` is the machine's time, because a component may compare
 * `expiresAt` with the machine's time.
 */
export function useStoryClock({ state, now, live }: StoryTime): TestClock {
  const [clock] = useState(() => {
    const start = (now ?? new Date()).getTime() - tokenAgeIn(state);
    return createTestClock({ start: new Date(start) });
  });
  useEffect(() => {
    if (!live) return;
    let last = performance.now();
    let isMoving = false;
    const timer = setInterval(async () => {
      // Skip a tick while the clock is still moving; the next tick catches up.
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
