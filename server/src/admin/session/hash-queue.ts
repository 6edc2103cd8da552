/** Runs expensive tasks one at a time. A task with a lower rank runs first. */
export interface HashQueue {
  /**
   * Adds a task to the queue. If the queue is full, compares the ranks of the added task and the waiting tasks, and
   * drops the task with the highest rank. If several tasks have that rank, drops the newest of them.
   *
   * @param rank tasks with lower ranks run first; tasks with equal ranks run in order of arrival
   * @param signal the abort signal of the caller's request; a waiting task is dropped when the caller disconnects
   * @returns the result of the task; null if the task was dropped
   */
  run<T>(rank: number, signal: AbortSignal | null, work: () => Promise<T>): Promise<T | null>;
}

interface QueuedTask {
  readonly rank: number;
  start(): Promise<unknown>;
  drop(): void;
}

/**
 * Creates a {@link HashQueue}.
 *
 * @param capacity the maximum number of waiting tasks
 */
export function createHashQueue(capacity: number): HashQueue {
  // The waiting tasks, in order of arrival.
  const waiting: QueuedTask[] = [];
  let isRunning = false;

  async function drain(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    for (;;) {
      const next = firstTask(waiting);
      if (next === null) break;
      remove(waiting, next);
      await next.start();
    }
    isRunning = false;
  }

  return {
    run: <T>(rank: number, signal: AbortSignal | null, work: () => Promise<T>) =>
      new Promise<T | null>((resolve, reject) => {
        const drop = () => resolve(null);
        const cancel = () => {
          remove(waiting, entry);
          drop();
        };
        const entry: QueuedTask = {
          rank,
          drop,
          start() {
            signal?.removeEventListener("abort", cancel);
            return work().then(resolve, reject);
          },
        };
        if (signal?.aborted) return drop();
        signal?.addEventListener("abort", cancel, { once: true });
        waiting.push(entry);
        if (waiting.length > capacity) {
          const last = lastTask(waiting);
          remove(waiting, last);
          last.drop();
        }
        void drain();
      }),
  };
}

function firstTask(entries: readonly QueuedTask[]): QueuedTask | null {
  return entries.reduce<QueuedTask | null>(
    (found, entry) => (found === null || entry.rank < found.rank ? entry : found),
    null,
  );
}

function lastTask(entries: readonly QueuedTask[]): QueuedTask {
  return entries.reduce((found, entry) => (entry.rank >= found.rank ? entry : found));
}

function remove(entries: QueuedTask[], entry: QueuedTask): void {
  const index = entries.indexOf(entry);
  if (index >= 0) entries.splice(index, 1);
}
