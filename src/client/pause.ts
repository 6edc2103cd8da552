import type { Clock } from "./clock.ts";
import { attempt } from "./platform/attempt.ts";
import type { Cancellation } from "./platform/cancellation.ts";

/**
 * Resolves after `ms` milliseconds, or at once on a platform without timers. If the work is canceled, the function
 * cancels the timer and rejects with the reason of the cancellation.
 */
export function pause(clock: Clock, ms: number, cancellation: Cancellation): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancelTimer = attempt(() => clock.setTimer(resolve, ms));
    if (cancelTimer === undefined) resolve();
    cancellation.onCancel((reason) => {
      cancelTimer?.();
      reject(reason);
    });
  });
}
