import { expect } from "vitest";

/** Returns an `expect` that polls a value for up to 15 seconds, because a busy machine can be slow. */
export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 15_000, interval: 50 });
}
