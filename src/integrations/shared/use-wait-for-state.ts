import { useEffect, useRef } from "react";
import { untilAborted } from "../../client/sources/until-aborted.ts";

/**
 * Lets a call wait for what the SDK reports by rendering only, such as an error that it keeps to itself.
 *
 * @param state what the SDK's hook returned at this render
 * @returns a function that resolves to the first state, of this render or a later one, that passes `isRight`; it rejects
 *   when `signal` is aborted
 */
export function useLatest<State>(state: State) {
  const latest = useRef({ state, waiters: [] as (() => void)[] });
  useEffect(() => {
    latest.current.state = state;
    for (const wake of latest.current.waiters.splice(0)) wake();
  });
  return async (isRight: (state: State) => boolean, signal: AbortSignal): Promise<State> => {
    const { current } = latest;
    while (!isRight(current.state)) {
      await Promise.race([new Promise<void>((wake) => current.waiters.push(wake)), untilAborted(signal)]);
    }
    return current.state;
  };
}
