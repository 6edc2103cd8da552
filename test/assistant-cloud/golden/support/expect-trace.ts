import { expect } from "vitest";

/** Returns an `expect` that polls a value for up to 30 seconds, because a busy machine can be slow. */
export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 30_000, interval: 40 });
}

/**
 * Runs an action in a page and waits until the server has received exactly the expected requests. They may arrive in
 * any order, because some are concurrent. An unexpected request that arrives later fails the next call of this
 * function.
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
