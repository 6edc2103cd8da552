import { expect } from "vitest";

/** Polls a condition, for longer than a busy machine needs. */
export function eventually<T>(read: () => T | Promise<T>) {
  return expect.poll(read, { timeout: 15_000, interval: 50 });
}
