import { supersededError } from "../failure.ts";
import { attempt } from "../platform/attempt.ts";

/**
 * Returns a promise that never resolves and rejects when the signal aborts, such as when another identity takes over.
 */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    // React Native's signals have no reason.
    attempt(() => signal.addEventListener("abort", () => reject(signal.reason ?? supersededError())));
  });
}
