import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoff, breakerPause, countCall, marginsFor, nextAllowedCall } from "../../src/client/schedule.ts";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("the time before expiry at which a token is refreshed", () => {
  it("marginsFor() returns 60 s, 30 s and 5 s for a token with a lifetime of five minutes", () => {
    expect(marginsFor(300_000, 0.5)).toEqual({ lead: 60_000, stale: 30_000, floor: 5_000 });
  });

  it("F14 no token of over 15 s is refreshed before three quarters of its lifetime have passed", () => {
    fc.assert(
      fc.property(fc.integer({ min: 15_001, max: 1e12 }), random, (lifetime, r) => {
        const { lead, stale, floor } = marginsFor(lifetime, r);
        expect(lead).toBeLessThanOrEqual(lifetime * 0.25);
        expect(lead).toBeGreaterThan(stale);
        expect(stale).toBeGreaterThan(floor);
      }),
    );
  });

  it("F14 each token can be used for half of its lifetime, and is refreshed before the engine stops returning it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 15_000 }), random, (lifetime, r) => {
        const { lead, floor } = marginsFor(lifetime, r);
        expect(lead).toBeGreaterThan(floor);
        expect(floor).toBe(Math.min(1_500, lifetime / 2));
      }),
    );
  });
});

describe("the delay after a failed call", () => {
  it("F22 the delay is between 1 s and a maximum that doubles with each failure until it reaches 30 s", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), random, (failures, r) => {
        const wait = backoff(failures, r);
        expect(wait).toBeGreaterThanOrEqual(1_000);
        expect(wait).toBeLessThanOrEqual(Math.min(30_000, 1_000 * 2 ** failures));
      }),
    );
  });

  it("F22 the delay grows from 1 s to its maximum as the random value grows from 0 to 1", () => {
    expect([backoff(3, 0), backoff(3, 0.5), backoff(3, 1)]).toEqual([1_000, 4_500, 8_000]);
  });
});

describe("the circuit breaker of the engine", () => {
  it("F12 the circuit breaker opens after three unusable tokens or five other failures in a row", () => {
    expect([1, 2, 3, 4, 5, 9].map((n) => breakerPause(n, true, 0))).toEqual([
      null,
      null,
      15_000,
      30_000,
      60_000,
      60_000,
    ]);
    expect([4, 5, 6].map((n) => breakerPause(n, false, 0))).toEqual([null, 15_000, 30_000]);
    expect(breakerPause(3, true, 1)).toBe(22_500);
  });
});

describe("the call limit of the engine", () => {
  it("the eleventh source call may start one minute after the first source call", () => {
    let calls: readonly number[] = [];
    for (let at = 0; at < 10; at += 1) {
      expect(nextAllowedCall(calls)).toBeLessThanOrEqual(at);
      calls = countCall(calls, at);
    }
    expect(nextAllowedCall(calls)).toBe(60_000);
    expect(countCall(calls, 60_005)).toEqual([6, 7, 8, 9, 60_005]);
  });
});
