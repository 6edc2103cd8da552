const HOUR_MS = 3_600_000;

/** Background work that runs at most once an hour. Requests start the work, so it needs no timer. */
export interface HourlyTask {
  /** Starts the work if an hour has passed since the last run. */
  runWhenDue(): void;
  /** Waits for a run in progress. */
  settle(): Promise<void>;
}

/**
 * Creates {@link HourlyTask} work. The first run is due after an hour.
 *
 * @param now the wall clock, in milliseconds since the epoch
 * @param onFault receives the errors of the work
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
      if (moment - last < HOUR_MS) return;
      last = moment;
      running = work().catch(onFault);
    },
    async settle() {
      await running;
    },
  };
}
