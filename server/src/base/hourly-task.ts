const HOUR_MS = 3_600_000;

/** Background work that runs at most once an hour. Requests trigger `runWhenDue()`, so no timer is needed. */
export interface HourlyTask {
  /** Starts the work if at least an hour has passed since its last start, or if the clock was set back since then. */
  runWhenDue(): void;
  /** Waits until the current run ends, if there is one. */
  settle(): Promise<void>;
}

/**
 * Creates an {@link HourlyTask} that runs `work`. The first run is due an hour after this call.
 *
 * @param now the wall clock, in milliseconds since the epoch
 * @param onFault receives the error if the work rejects
 */
export function createHourlyTask(
  work: () => Promise<unknown>,
  now: () => number,
  onFault: (error: unknown) => void,
): HourlyTask {
  let last = now();
  let running: Promise<unknown> | null = null;
  return {
    runWhenDue() {
      const moment = now();
      // After the clock is set back, `last` may be far in the future.
      if (moment >= last && moment - last < HOUR_MS) return;
      last = moment;
      running = work().catch(onFault);
    },
    async settle() {
      await running;
    },
  };
}
