import { useEffect } from "react";
import { useAuthContext } from "../react/auth-context.ts";
import type { SteppingClock } from "./create-test-clock.ts";

/** Props of {@link ClockAdvance}. */
export interface ClockAdvanceProps {
  readonly clock: SteppingClock;
  /** The time to which the clock advances; null leaves the clock unchanged. */
  readonly until: "refreshAt" | "expiresAt" | null;
}

/**
 * Advances the clock to the time `until` of the engine's first token, as soon as React has committed the engine and the
 * token has arrived. During a transition, the token arrives before the commit. Renders nothing.
 */
export function ClockAdvance({ clock, until }: ClockAdvanceProps): null {
  const { engine } = useAuthContext();
  useEffect(() => {
    if (until === null) return;
    const advance = () => {
      const time = engine.getSnapshot()[until];
      if (time === null) return;
      stop();
      // The scripted source answers at once, so one turn suffices. Under Jest's fake timers, `waitFor` of Testing
      // Library waits for only about 20 turns.
      void clock.advance(time.getTime() - clock.wall() + 1, 1);
    };
    const stop = engine.subscribe(advance);
    advance();
    return stop;
  }, [engine, clock, until]);
  return null;
}
