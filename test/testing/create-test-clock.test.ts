import { describe, expect, it, vi } from "vitest";
import { createTestClock } from "../../src/testing/index.ts";

const start = new Date("2026-03-01T12:00:00Z");

describe("createTestClock", () => {
  it("the test clock advances only when the test advances it", async () => {
    const clock = createTestClock({ start });
    await clock.settle();
    expect(clock.now()).toEqual(start);
    expect(clock.monotonic()).toBe(0);
  });

  it("advance() moves the wall and the monotonic clock, and each timer fires at its exact time", async () => {
    const clock = createTestClock({ start });
    const seen: [string, number, number][] = [];
    const record = (name: string) => () => seen.push([name, clock.wall() - start.getTime(), clock.monotonic()]);
    clock.setTimer(record("late"), 300);
    clock.setTimer(record("early"), 100);
    clock.setTimer(record("after"), 301);
    await clock.advance(300);
    expect(seen).toEqual([
      ["early", 100, 100],
      ["late", 300, 300],
    ]);
    expect(clock.wall() - start.getTime()).toBe(300);
    expect(clock.pendingTimers).toBe(1);
  });

  it("timers that are due at the same time fire in the order of their creation", async () => {
    const clock = createTestClock();
    const seen: number[] = [];
    for (const name of [1, 2, 3]) clock.setTimer(() => seen.push(name), 10);
    await clock.advance(10);
    expect(seen).toEqual([1, 2, 3]);
  });

  it("an advance of the clock also fires the timers that code sets during the advance", async () => {
    const clock = createTestClock();
    const seen: number[] = [];
    const repeat = async () => {
      await new Promise<void>((resolve) => clock.setTimer(resolve, 60_000));
      seen.push(clock.monotonic());
      if (seen.length < 5) await repeat();
    };
    void repeat();
    await clock.advance(300_000);
    expect(seen).toEqual([60_000, 120_000, 180_000, 240_000, 300_000]);
  });

  it("advance() waits for work that hold() received, even over many turns of the event loop", async () => {
    const clock = createTestClock();
    const seen: number[] = [];
    const repeat = async () => {
      await new Promise<void>((resolve) => clock.setTimer(resolve, 60_000));
      for (let round = 0; round < 20; round += 1) {
        await clock.hold(crypto.subtle.digest("SHA-256", new Uint8Array(100_000)));
      }
      seen.push(clock.monotonic());
      if (seen.length < 3) await repeat();
    };
    void repeat();
    await clock.advance(180_000);
    expect(seen).toEqual([60_000, 120_000, 180_000]);
  });

  it("advance() still works after a failure of work that hold() received", async () => {
    const clock = createTestClock();
    const failed = clock.hold(Promise.reject(new Error("broken")));
    await expect(failed).rejects.toThrow("broken");
    await clock.advance(1);
    expect(clock.monotonic()).toBe(1);
  });

  it("a canceled timer does not fire", async () => {
    const clock = createTestClock();
    const callback = vi.fn();
    const cancel = clock.setTimer(callback, 10);
    cancel();
    expect(clock.pendingTimers).toBe(0);
    await clock.advance(10);
    expect(callback).not.toHaveBeenCalled();
  });

  it("setting only the wall clock fires no timer", async () => {
    const clock = createTestClock({ start });
    const callback = vi.fn();
    clock.setTimer(callback, 1000);
    clock.jumpWall(3_600_000);
    await clock.advance(999);
    expect(callback).not.toHaveBeenCalled();
    clock.jumpWall(-7_200_000);
    await clock.advance(1);
    expect(callback).toHaveBeenCalledTimes(1);
    expect(clock.wall() - start.getTime()).toBe(-3_600_000 + 1000);
  });

  it("after a sleep during which the monotonic clock stopped, a timer has as much time left as before", async () => {
    const clock = createTestClock({ start });
    const callback = vi.fn();
    clock.setTimer(callback, 1000);
    await clock.sleep(3_600_000);
    expect(clock.wall() - start.getTime()).toBe(3_600_000);
    expect(clock.monotonic()).toBe(0);
    expect(callback).not.toHaveBeenCalled();
    await clock.advance(1000);
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it("after a sleep during which the monotonic clock ran, overdue timers fire", async () => {
    const clock = createTestClock();
    const seen: number[] = [];
    clock.setTimer(() => seen.push(clock.monotonic()), 1000);
    await clock.sleep(3_600_000, { monotonicStops: false });
    expect(seen).toEqual([3_600_000]);
  });

  it.each([
    ["the default fake timers", undefined],
    ["fake timers that replace more functions", { toFake: ["setTimeout", "setImmediate", "queueMicrotask", "Date"] }],
  ] as const)("the test clock works under %s of a test runner", async (_name, options) => {
    vi.useFakeTimers(options && { toFake: [...options.toFake] });
    try {
      const clock = createTestClock();
      const callback = vi.fn();
      clock.setTimer(callback, 10);
      await clock.advance(10);
      expect(callback).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
