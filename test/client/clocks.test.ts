import { describe, expect, it } from "vitest";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";

describe("wrong clocks", () => {
  it.each([10 * MINUTE, 290 * SECOND, 200 * SECOND])(
    "F5 if the clock is %s ms fast, the token is refreshed on schedule and not at each `getToken()`",
    async (clockError) => {
      const harness = createEngineHarness({ clockError });
      const engine = harness.start();
      await harness.clock.advance(2 * SECOND);
      for (let second = 0; second < 3600; second += 1) {
        const token = await engine.getToken();
        expect(harness.remainingLifetime(token ?? "")).toBeGreaterThan(0);
        await harness.clock.advance(SECOND);
      }
      const inTheHour = harness.callTimes.filter((time) => time < 60 * MINUTE).length;
      expect(inTheHour).toBeLessThanOrEqual(16);
      expect(inTheHour).toBeGreaterThanOrEqual(15);
    },
  );

  it("F5 if a fast clock makes the first token seem expired, `getToken()` waits for a second token", async () => {
    const harness = createEngineHarness({ clockError: 10 * MINUTE });
    const engine = harness.start();
    const read = engine.getToken();
    await harness.clock.advance(SECOND);
    expect(harness.remainingLifetime((await read) ?? "")).toBeGreaterThan(290 * SECOND);
    expect(harness.source.calls.map(({ request }) => request.forceRefresh)).toEqual([false, true]);
    expect(harness.events.map(({ type }) => type)).not.toContain("refresh_failed");
  });

  it("F6 returns no expired token if the clock is 10 minutes slow", async () => {
    const harness = createEngineHarness({ clockError: -10 * MINUTE });
    const engine = await harness.started();
    harness.source.handle(() => Promise.reject(new TypeError("down")));
    for (let second = 0; second < 320; second += 1) {
      const token = await engine.getToken().catch(() => null);
      if (token !== null) expect(harness.remainingLifetime(token)).toBeGreaterThan(0);
      await harness.clock.advance(SECOND);
    }
    expect(engine.getSnapshot().status).toBe("error");
  });

  it.each([3600, -3600])("F7 makes at most one extra call if the clock jumps by %s s", async (jump) => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    await harness.clock.advance(100 * SECOND);
    harness.clock.jumpWall(jump * SECOND);
    for (let second = 0; second < 600; second += 1) {
      const token = await engine.getToken();
      expect(harness.remainingLifetime(token ?? "")).toBeGreaterThan(0);
      await harness.clock.advance(SECOND);
    }
    expect(harness.source.calls.length).toBeLessThanOrEqual(5);
  });

  it("F8 schedules the refresh of a cached token by its remaining lifetime", async () => {
    const harness = createEngineHarness({ source: {} });
    harness.source.handle(() => harness.mint({ age: 200 * SECOND }));
    await harness.started();
    await harness.clock.advance(30 * SECOND);
    expect(harness.source.calls).toHaveLength(1);
    harness.source.handle(() => harness.mint());
    await harness.clock.advance(20 * SECOND);
    expect(harness.source.calls).toHaveLength(2);
    await harness.clock.advance(200 * SECOND);
    expect(harness.source.calls).toHaveLength(2);
  });

  it("F8 computes the age of a cached token with the clock offset learned from earlier tokens", async () => {
    const harness = createEngineHarness({ clockError: -10 * MINUTE });
    const engine = await harness.started();
    await harness.clock.advance(100 * SECOND);
    harness.source.handle(() => harness.mint({ age: 60 * SECOND }));
    await engine.refresh();
    const expiresAt = engine.getSnapshot().expiresAt?.getTime() ?? 0;
    expect(Math.abs(expiresAt - harness.clock.wall() - 240 * SECOND)).toBeLessThanOrEqual(2 * SECOND);
  });

  it("F9 for a token without `iat`, schedules the refresh by `exp` and marks the age as unknown", async () => {
    const harness = createEngineHarness({ source: {} });
    harness.source.handle(() => harness.mint({ claims: { iat: undefined } }));
    const engine = await harness.started();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", ageKnown: false });
    await harness.clock.advance(300 * SECOND);
    expect(harness.source.calls).toHaveLength(2);
  });

  it("F7 if no timer can run, `getToken()` still detects that the clock was set back", async () => {
    const now = { wall: Date.parse("2026-01-01T00:00:00Z"), mono: 0 };
    const clock = { wall: () => now.wall, monotonic: () => now.mono, setTimer: () => () => {} };
    const harness = createEngineHarness({ clock });
    const engine = await harness.started();
    const first = await engine.getToken();
    now.wall -= 60 * MINUTE;
    now.mono += 400 * SECOND;
    const second = harness.mint({ age: -400 * SECOND });
    harness.source.handle(() => second);
    expect(first).not.toBe(second);
    expect(await engine.getToken()).toBe(second);
  });

  it("F7 F30 returns no expired token if the clock is set back after a sleep", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    harness.source.handle(() => Promise.reject(new TypeError("down")));
    await harness.sleep(200 * SECOND);
    await engine.getToken();
    harness.clock.jumpWall(-100 * SECOND);
    for (let second = 0; second < 200; second += 1) {
      const token = await engine.getToken().catch(() => null);
      if (token !== null) expect(harness.remainingLifetime(token)).toBeGreaterThan(0);
      await harness.clock.advance(SECOND);
    }
    expect(engine.getSnapshot().status).toBe("error");
  });

  it("F9 without `iat`, corrects a wrong local clock with the clock offset learned from earlier tokens", async () => {
    for (const clockError of [-10 * MINUTE, 4 * MINUTE]) {
      const harness = createEngineHarness({ clockError });
      const engine = harness.start();
      await harness.clock.advance(100 * SECOND);
      harness.source.handle(() => harness.mint({ age: 100 * SECOND, claims: { iat: undefined } }));
      await engine.refresh();
      expect(engine.getSnapshot().ageKnown).toBe(false);
      const remaining = (engine.getSnapshot().expiresAt?.getTime() ?? 0) - harness.clock.wall();
      expect(Math.abs(remaining - 200 * SECOND)).toBeLessThanOrEqual(2 * SECOND);
    }
  });

  it("F30 the first `getToken()` after a sleep rejects after ten seconds if the token source hangs", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    harness.source.handle(null);
    await harness.sleep(60 * MINUTE);
    const read = rejectionOf(engine.getToken());
    await harness.clock.advance(10 * SECOND);
    expect(await read).toMatchObject({ code: "source_timeout", usableUntil: null });
    expect(engine.getSnapshot()).toMatchObject({ status: "error", error: { code: "expired_token" } });
  });

  it("F13 F30 calls the token source immediately after a sleep, even during a backoff", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    const token = await engine.getToken();
    harness.source.handle(() => token);
    await engine.refresh();
    await harness.clock.advance(2 * SECOND);
    harness.source.handle(() => harness.mint());
    await harness.sleep(60 * MINUTE);
    expect(harness.remainingLifetime((await engine.getToken()) ?? "")).toBeGreaterThan(290 * SECOND);
  });

  it("F31 refreshes once per token lifetime if timers fire only once a minute", async () => {
    // The refresh is due 54 s before expiry. Timers fire only once a minute, so this one fires after the token has
    // expired.
    const harness = createEngineHarness({ random: () => 0 });
    const { clock } = harness;
    const setTimer = clock.setTimer.bind(clock);
    clock.setTimer = (callback, ms) => {
      const due = Math.ceil((clock.monotonic() + ms) / MINUTE) * MINUTE;
      return setTimer(callback, due - clock.monotonic());
    };
    const engine = await harness.started();
    for (let second = 0; second < 3600; second += 7) {
      const read = engine.getToken();
      await clock.settle();
      const token = await Promise.race([read, Promise.resolve("waited")]);
      expect(harness.remainingLifetime(token ?? "")).toBeGreaterThan(5 * SECOND);
      await clock.advance(7 * SECOND);
    }
    expect(harness.source.calls.length).toBeLessThanOrEqual(1 + 15);
  });

  it("F30 the first `getToken()` after an hour of sleep waits for a new token", async () => {
    for (const monotonicStops of [true, false]) {
      const harness = createEngineHarness();
      const engine = await harness.started();
      await harness.sleep(60 * MINUTE, monotonicStops);
      const token = await engine.getToken();
      expect(harness.remainingLifetime(token ?? "")).toBeGreaterThan(290 * SECOND);
      expect(harness.source.calls).toHaveLength(2);
    }
  });
});
