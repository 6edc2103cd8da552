import { afterEach, beforeEach, expect, it, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers({ toFake: ["Date", "performance"], now: new Date("2026-01-01T00:00:00Z") });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const loadClock = async () => (await import("../../../src/client/platform/system-clock.ts")).systemClock;
const breakOnce = () =>
  vi.spyOn(performance, "now").mockImplementationOnce(() => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  });

it("F47 F46 the monotonic clock continues from its last reading if `performance.now()` throws once", async () => {
  const clock = await loadClock();
  const start = clock.monotonic();
  vi.advanceTimersByTime(1_000);
  breakOnce();
  expect(clock.monotonic() - start).toBe(1_000);
  vi.advanceTimersByTime(1_000);
  expect(clock.monotonic() - start).toBe(2_000);
});

it("F47 without `performance.now()`, the monotonic clock advances with the wall clock but never runs back", async () => {
  const clock = await loadClock();
  vi.spyOn(performance, "now").mockImplementation(() => {
    throw new Error("There is no monotonic clock.");
  });
  const start = clock.monotonic();
  vi.advanceTimersByTime(1_000);
  vi.setSystemTime(Date.now() - 60_000);
  expect(clock.monotonic()).toBe(start);
  vi.advanceTimersByTime(1_000);
  expect(clock.monotonic() - start).toBe(1_000);
});

it("F47 the monotonic clock does not run back if `performance.now()` starts to work after the first reading", async () => {
  const clock = await loadClock();
  vi.advanceTimersByTime(5_000);
  breakOnce();
  const start = clock.monotonic();
  vi.advanceTimersByTime(1_000);
  expect(clock.monotonic()).toBeGreaterThanOrEqual(start + 1_000);
});
