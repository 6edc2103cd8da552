/** Runs costly work one at a time, the least suspicious caller first. */
export interface HashQueue {
  /**
   * Runs the work in its turn. When too many wait, the one of the highest rank that came last is turned away.
   *
   * @param rank the lower, the sooner; of equal ones the first to come
   * @param signal of the caller's request; work that waits is dropped when the caller goes away
   * @returns what the work returned, or null when it was turned away
   */
  run<T>(rank: number, signal: AbortSignal | null, work: () => Promise<T>): Promise<T | null>;
}

interface Entry {
  readonly rank: number;
  start(): Promise<unknown>;
  refuse(): void;
}

/**
 * Creates a {@link HashQueue}.
 *
 * @param capacity how many may wait
 */
export function createHashQueue(capacity: number): HashQueue {
  // In the order of arrival.
  const waiting: Entry[] = [];
  let isRunning = false;

  async function drain(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (;;) {
      const next = best(waiting);
      if (next === null) break;
      remove(waiting, next);
      await next.start();
    }
    isRunning = false;
  }

  return {
    run: <T>(rank: number, signal: AbortSignal | null, work: () => Promise<T>) =>
      new Promise<T | null>((resolve, reject) => {
        const refuse = () => resolve(null);
        const leave = () => {
          remove(waiting, entry);
          refuse();
        };
        const entry: Entry = {
          rank,
          refuse,
          start() {
            signal?.removeEventListener("abort", leave);
            return work().then(resolve, reject);
          },
        };
        if (signal?.aborted) return refuse();
        signal?.addEventListener("abort", leave, { once: true });
        waiting.push(entry);
        if (waiting.length > capacity) {
          const last = worst(waiting);
          remove(waiting, last);
          last.refuse();
        }
        void drain();
      }),
  };
}

function best(entries: readonly Entry[]): Entry | null {
  return entries.reduce<Entry | null>(
    (found, entry) => (found === null || entry.rank < found.rank ? entry : found),
    null,
  );
}

function worst(entries: readonly Entry[]): Entry {
  return entries.reduce((found, entry) => (entry.rank >= found.rank ? entry : found));
}

function remove(entries: Entry[], entry: Entry): void {
  const index = entries.indexOf(entry);
  if (index >= 0) entries.splice(index, 1);
}
