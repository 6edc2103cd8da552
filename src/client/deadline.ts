import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { type Clock, trySetTimer } from "./clock.ts";
import type { Cancellation } from "./platform/cancellation.ts";

/**
 * Runs work with a deadline and resolves to the result of the work. After `ms` milliseconds, the function cancels the
 * work with `source_timeout`. If the work is canceled for any reason, the promise rejects with that reason at once. The
 * function always cancels its timer. After a rejection, the function ignores a later result of the work.
 *
 * The work starts in a microtask, so the caller can store the returned promise before the work starts.
 */
export function withDeadline<T>(
  clock: Clock,
  ms: number,
  cancellation: Cancellation,
  work: () => Promise<T>,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timeOut = () =>
      cancellation.cancel(
        new AssistantCloudAuthError(
          "source_timeout",
          forDeveloper(() => `No token came within ${ms} ms.`),
        ),
      );
    const cancelTimer = trySetTimer(clock, timeOut, ms);
    cancellation.onCancel((reason) => {
      cancelTimer();
      reject(reason);
    });
    void Promise.resolve()
      .then(() => {
        // The work may be canceled before the microtask runs.
        cancellation.throwIfCanceled();
        return work();
      })
      .then(resolve, reject)
      .finally(cancelTimer);
  });
}
