import { describe, expect, it } from "vitest";
import { observationsSinceSetBack, observeToken, unknownServerClock } from "../../src/client/server-clock.ts";
import { createEngineHarness, MINUTE, SECOND } from "./engine-harness.ts";

/** Creates an engine, and a simulated server whose clock a test can set back. The machine's own clocks stay correct. */
function createHarnessWithServer() {
  const harness = createEngineHarness({ source: {} });
  let setBack = 0;
  harness.source.handle(() => harness.mint({ age: setBack }));
  return {
    ...harness,
    setServerBack(ms: number) {
      setBack += ms;
    },
    failures: () => harness.events.filter(({ type }) => type === "refresh_failed"),
  };
}

describe("a server whose clock is set back", () => {
  it.each([6 * MINUTE, 10 * MINUTE, 600 * MINUTE])(
    "F58 makes at most one extra call and reports no error if the server's clock is set back by %s ms",
    async (ms) => {
      const harness = createHarnessWithServer();
      const engine = await harness.started();
      await harness.clock.advance(100 * SECOND);
      harness.setServerBack(ms);
      await harness.clock.advance(60 * MINUTE);
      expect(harness.failures()).toEqual([]);
      expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: null });
      // 15 refreshes in an hour, the first token and one call that verifies the changed clock make 17 calls.
      expect(harness.callTimes.length).toBeLessThanOrEqual(17);
    },
  );

  it.each([170 * SECOND, 230 * SECOND, 270 * SECOND, 290 * SECOND, 299 * SECOND])(
    "F58 no call fails if the server's clock is set back by less than a token's lifetime (%s ms)",
    async (ms) => {
      const harness = createHarnessWithServer();
      const engine = await harness.started();
      harness.setServerBack(ms);
      await harness.clock.advance(60 * MINUTE);
      expect(harness.failures()).toEqual([]);
      expect(engine.getSnapshot().status).toBe("authenticated");
      expect(harness.callTimes.length).toBeLessThanOrEqual(18);
    },
  );

  it("F58 uses a new token immediately after the server's clock is set back", async () => {
    const harness = createHarnessWithServer();
    const engine = await harness.started();
    harness.setServerBack(20 * MINUTE);
    await harness.clock.advance(30 * SECOND);
    const refreshed = engine.refresh();
    await harness.clock.advance(2 * SECOND);
    expect(await refreshed).toBe(await engine.getToken());
    expect(harness.callTimes).toHaveLength(3);
    const remaining = (engine.getSnapshot().expiresAt?.getTime() ?? 0) - harness.clock.wall();
    expect(remaining).toBeGreaterThan(290 * SECOND);
  });

  it("F58 accepts the first tokens after an outage during which the server's clock was set back", async () => {
    const harness = createHarnessWithServer();
    const engine = await harness.started();
    harness.source.handle(() => Promise.reject(new TypeError("down")));
    await harness.clock.advance(320 * SECOND);
    expect(engine.getSnapshot().status).toBe("error");
    harness.setServerBack(10 * MINUTE);
    harness.source.handle(() => harness.mint({ age: 10 * MINUTE }));
    await harness.clock.advance(2 * MINUTE);
    expect(engine.getSnapshot().status).toBe("authenticated");
    expect(harness.failures().map((event) => "code" in event && event.code)).not.toContain("expired_token");
  });

  it("F58 no call fails if the server's clock is set back twice and then forward", async () => {
    const harness = createHarnessWithServer();
    const engine = await harness.started();
    for (const ms of [10 * MINUTE, 7 * MINUTE, -17 * MINUTE]) {
      harness.setServerBack(ms);
      await harness.clock.advance(10 * MINUTE);
      expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: null });
    }
    expect(harness.failures()).toEqual([]);
  });
});

describe("a token source that returns cached tokens", () => {
  const LIFE = 300 * SECOND;
  const observe = (...tokens: [at: number, issuedAt: number][]) =>
    tokens.reduce(
      (known, [at, issuedAt]) => observeToken(known, issuedAt, LIFE, { wall: at, mono: at, elapsed: at }).serverClock,
      unknownServerClock,
    );

  it.each<[string, [number, number][]]>([
    [
      "the same expired token twice",
      [
        [0, 0],
        [600_000, 0],
        [601_000, 0],
      ],
    ],
    [
      "two different tokens that are each 240 s old",
      [
        [0, 0],
        [240_000, 0],
        [480_000, 240_000],
      ],
    ],
    [
      "an expired token, then a younger token",
      [
        [0, 0],
        [600_000, 1_000],
        [601_000, 400_000],
      ],
    ],
    [
      "one old token",
      [
        [0, 0],
        [600_000, 1_000],
      ],
    ],
  ])("F58 does not mistake a cached token for a server clock that was set back: %s", (_label, tokens) => {
    expect(observationsSinceSetBack(observe(...tokens))).toBe(null);
  });

  it("F58 detects a server clock that was set back if two consecutive tokens seem to be equally old", () => {
    expect(observationsSinceSetBack(observe([0, 1_000_000], [600_000, 900_000], [601_000, 901_000]))).not.toBe(null);
  });
});
