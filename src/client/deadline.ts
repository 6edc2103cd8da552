import { AssistantCloudAuthError } from "../core/errors.ts";
import type { Clock } from "./clock.ts";

/**
 * Runs work that may hang: rejects with `source_timeout` after `ms`, or with the signal's reason as soon
 * as somebody aborts, and leaves no timer behind. What the work does afterwards is ignored.
 *
 * The work begins in a microtask, when the caller has noted that it is under way.
 */
export function withDeadline<T>(
  clock: Clock,
  ms: number,
  controller: AbortController,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal } = controller;
  return new Promise<T>((resolve, reject) => {
    const cancelTimer = clock.setTimer(() => {
      controller.abort(new AssistantCloudAuthError("source_timeout", `No token came within ${ms} ms.`));
    }, ms);
    signal.addEventListener("abort", () => {
      cancelTimer();
      reject(signal.reason);
    });
    void Promise.resolve()
      .then(() => {
        // Ended in the turn in which it began.
        signal.throwIfAborted();
        return work(signal);
      })
      .then(resolve, reject)
      .finally(cancelTimer);
  });
}
