import type { Clock } from "./clock.ts";

/** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it is aborted, and leaves no timer. */
export async function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    const cancel = clock.setTimer(resolve, ms);
    signal.addEventListener("abort", () => {
      cancel();
      resolve();
    });
  });
  signal.throwIfAborted();
}
