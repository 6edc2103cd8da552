import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { observeToken, unknownServerClock } from "../../src/client/server-clock.ts";

const LIFE = 300_000;
const instant = (wall: number, mono: number) => ({ wall, mono, elapsed: mono });

describe("the age of the first token", () => {
  it("F8 computes the age of the first token from the wall clock", () => {
    expect(observeToken(unknownServerClock, 100_000, LIFE, instant(300_000, 5)).age).toBe(200_000);
  });

  it("F6 a first token whose `iat` is in the future has the age zero", () => {
    expect(observeToken(unknownServerClock, 900_000, LIFE, instant(300_000, 5)).age).toBe(0);
  });
});

describe("the age of later tokens", () => {
  it("F5 a second token that was issued after the first counts as new, although the wall clock is wrong", () => {
    const { serverClock } = observeToken(unknownServerClock, 0, LIFE, instant(600_000, 0));
    expect(observeToken(serverClock, 2_000, LIFE, instant(602_000, 2_000)).age).toBe(0);
  });

  it("F12 if the source returns a token with the same `iat` again, the token's age grows by the elapsed time", () => {
    const { serverClock } = observeToken(unknownServerClock, 0, LIFE, instant(600_000, 0));
    expect(observeToken(serverClock, 0, LIFE, instant(602_000, 2_000)).age).toBe(602_000);
  });

  it("the estimated age is never less than the true age, for any clock error", () => {
    const step = fc.record({ wait: fc.integer({ min: 0, max: 600_000 }), age: fc.integer({ min: 0, max: 600_000 }) });
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.array(step, { maxLength: 30 }), (error, steps) => {
        let now = 1e12;
        // A token that the server issued just now reveals the offset of this machine's clock.
        let known = observeToken(unknownServerClock, now, LIFE, instant(now + error, 0)).serverClock;
        let fresh = 0;
        for (const { wait, age } of steps) {
          now += wait;
          const seen = observeToken(known, now - age, LIFE, instant(now + error, now - 1e12));
          known = seen.serverClock;
          fresh = age === 0 ? 0 : fresh + 1;
          // The engine keeps the observation of a new token until it has seen seven more tokens.
          if (fresh < 8) expect(seen.age).toBeGreaterThanOrEqual(age);
        }
      }),
    );
  });

  it("F30 measures time with the wall clock if the monotonic clock stopped while the machine slept", () => {
    const { serverClock } = observeToken(unknownServerClock, 0, LIFE, instant(0, 0));
    expect(observeToken(serverClock, 3_400_000, LIFE, instant(3_600_000, 1_000)).age).toBe(200_000);
  });

  it("F44 after the computer wakes, estimates an age above the lifetime for a token that expired during the sleep", () => {
    const { serverClock } = observeToken(unknownServerClock, 0, LIFE, instant(0, 0));
    for (const issued of [400_000, 3_000_000]) {
      const received = instant(3_600_000, 1_000);
      expect(observeToken(serverClock, issued, LIFE, received).age).toBe(3_600_000 - issued);
    }
  });

  it("F7 the age of a new token is zero even if the wall clock was set forward", () => {
    const { serverClock } = observeToken(unknownServerClock, 0, LIFE, instant(0, 0));
    expect(observeToken(serverClock, 10_000, LIFE, instant(3_610_000, 10_000)).age).toBe(0);
  });

  it("F7 F30 after the wall clock was set, a token's age still includes the time that the computer sleeps", () => {
    const first = observeToken(unknownServerClock, 0, LIFE, instant(0, 0)).serverClock;
    const second = observeToken(first, 10_000, LIFE, instant(3_610_000, 10_000)).serverClock;
    const slept = 300_000;
    const received = instant(3_610_000 + slept, 10_000);
    expect(observeToken(second, 10_000 + slept, LIFE, received).age).toBe(0);
    expect(observeToken(second, 110_000, LIFE, received).age).toBe(200_000);
  });
});
