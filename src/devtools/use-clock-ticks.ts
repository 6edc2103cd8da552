import { useEffect, useReducer } from "react";
import { type Clock, trySetTimer } from "../client/clock.ts";

const TICK_MS = 1_000;

/** Rerenders the component once a second of a clock. */
export function useClockTicks(clock: Clock): void {
  const [, tick] = useReducer((ticks: number) => ticks + 1, 0);
  useEffect(() => {
    let cancel = () => {};
    const wait = () => {
      cancel = trySetTimer(
        clock,
        () => {
          tick();
          wait();
        },
        TICK_MS,
      );
    };
    wait();
    return () => cancel();
  }, [clock]);
}
