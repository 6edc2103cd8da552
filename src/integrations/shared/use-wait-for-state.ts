import { useEffect, useRef } from "react";
import { untilAborted } from "../../client/sources/until-aborted.ts";

/**
 * Returns a function that waits until the hook of an auth provider's SDK returns a certain state, at this render or a
 * later one. Some SDKs never reject, but report an error only through the next render.
 *
 * @param state the result of the SDK's hook at this render
 * @returns a function that resolves to the first state for which `matches` returns true, and rejects when `signal`
 *   aborts
 */
export function useWaitForState<State>(state: State) {
  const latest = useRef({ state, waiters: [] as (() => void)[] });
  useEffect(() => {
    latest.current.state = state;
    for (const wake of latest.current.waiters.splice(0)) wake();
  });
  return async (matches: (state: State) => boolean, signal: AbortSignal): Promise<State> => {
    const { current } = latest;
    while (!matches(current.state)) {
      await Promise.race([new Promise<void>((wake) => current.waiters.push(wake)), untilAborted(signal)]);
    }
    return current.state;
  };
}
