import { supersededError } from "../failure.ts";
import { attempt } from "../platform/attempt.ts";

/**
 * Returns a promise that never resolves. It rejects when the signal aborts, for example because the identity has
 * changed.
 */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    // React Native's signals have no reason, so reject with `superseded` there.
    const end = () => reject(signal.reason ?? supersededError());
    if (signal.aborted) end();
    else attempt(() => signal.addEventListener("abort", end));
  });
}
