import { expect } from "vitest";

/** Polls a value, for longer than a busy machine needs. */
export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 30_000, interval: 40 });
}

/**
 * Runs an action in a page and waits until the server has received exactly these requests. They may be in any order,
 * because some are concurrent. A request that arrives later fails the next step.
 */
export async function expectTrace(
  trace: string[],
  run: () => unknown,
  expected: readonly string[],
  toComparable: (lines: readonly string[]) => string[] = (lines) => lines.toSorted(),
): Promise<void> {
  await run();
  await eventually(() => toComparable(trace)).toEqual(toComparable(expected));
  trace.length = 0;
}
