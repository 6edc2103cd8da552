const HOUR_MS = 3_600_000;

/** Work that is done beside requests, once an hour: there is no timer. */
export interface Hourly {
  /** Starts the work when an hour has passed since the last time. */
  runWhenDue(): void;
  /** Waits for work that is under way. */
  settle(): Promise<void>;
}

/**
 * Creates {@link Hourly} work; the first time is an hour from now.
 *
 * @param now the wall clock, in milliseconds since the epoch
 * @param onFault receives what the work throws
 */
export function createHourly(
  work: () => Promise<unknown>,
  now: () => number,
  onFault: (error: unknown) => void,
): Hourly {
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
