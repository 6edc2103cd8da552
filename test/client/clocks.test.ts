import { describe, expect, it } from "vitest";
import { createWorld, MINUTE, rejectionOf, SECOND } from "./engine-world.ts";

describe("wrong clocks", () => {
  it.each([10 * MINUTE, 290 * SECOND, 200 * SECOND])(
    "F5 if the clock is %s ms fast, the token is refreshed on schedule and not at each `getToken()`",
    async (clockError) => {
      const world = createWorld({ clockError });
      const engine = world.start();
      await world.clock.advance(2 * SECOND);
      for (let second = 0; second < 3600; second += 1) {
        const token = await engine.getToken();
        expect(world.trueLife(token ?? "")).toBeGreaterThan(0);
        await world.clock.advance(SECOND);
      }
      const inTheHour = world.callTimes.filter((time) => time < 60 * MINUTE).length;
      expect(inTheHour).toBeLessThanOrEqual(16);
      expect(inTheHour).toBeGreaterThanOrEqual(15);
    },
  );

  it("F5 if a fast clock makes the first token seem expired, `getToken()` waits for a second token", async () => {
    const world = createWorld({ clockError: 10 * MINUTE });
    const engine = world.start();
    const read = engine.getToken();
    await world.clock.advance(SECOND);
    expect(world.trueLife((await read) ?? "")).toBeGreaterThan(290 * SECOND);
    expect(world.source.calls.map(({ request }) => request.forceRefresh)).toEqual([false, true]);
    expect(world.events.map(({ type }) => type)).not.toContain("refresh_failed");
  });

  it("F6 returns no expired token if the clock is 10 minutes slow", async () => {
    const world = createWorld({ clockError: -10 * MINUTE });
    const engine = await world.started();
    world.source.handle(() => Promise.reject(new TypeError("down")));
    for (let second = 0; second < 320; second += 1) {
      const token = await engine.getToken().catch(() => null);
      if (token !== null) expect(world.trueLife(token)).toBeGreaterThan(0);
      await world.clock.advance(SECOND);
    }
    expect(engine.getSnapshot().status).toBe("error");
  });

  it.each([3600, -3600])("F7 makes at most one extra call if the clock jumps by %s s", async (jump) => {
    const world = createWorld();
    const engine = await world.started();
    await world.clock.advance(100 * SECOND);
    world.clock.jumpWall(jump * SECOND);
    for (let second = 0; second < 600; second += 1) {
      const token = await engine.getToken();
      expect(world.trueLife(token ?? "")).toBeGreaterThan(0);
      await world.clock.advance(SECOND);
    }
    expect(world.source.calls.length).toBeLessThanOrEqual(5);
  });

  it("F8 schedules the refresh of a cached token by its remaining lifetime", async () => {
    const world = createWorld({ source: {} });
    world.source.handle(() => world.mint({ age: 200 * SECOND }));
    await world.started();
    await world.clock.advance(30 * SECOND);
    expect(world.source.calls).toHaveLength(1);
    world.source.handle(() => world.mint());
    await world.clock.advance(20 * SECOND);
    expect(world.source.calls).toHaveLength(2);
    await world.clock.advance(200 * SECOND);
    expect(world.source.calls).toHaveLength(2);
  });

  it("F8 computes the age of a cached token with the clock offset learned from earlier tokens", async () => {
    const world = createWorld({ clockError: -10 * MINUTE });
    const engine = await world.started();
    await world.clock.advance(100 * SECOND);
    world.source.handle(() => world.mint({ age: 60 * SECOND }));
    await engine.refresh();
    const expiresAt = engine.getSnapshot().expiresAt?.getTime() ?? 0;
    expect(Math.abs(expiresAt - world.clock.wall() - 240 * SECOND)).toBeLessThanOrEqual(2 * SECOND);
  });

  it("F9 for a token without `iat`, schedules the refresh by `exp` and marks the age as unknown", async () => {
    const world = createWorld({ source: {} });
    world.source.handle(() => world.mint({ claims: { iat: undefined } }));
    const engine = await world.started();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", ageKnown: false });
    await world.clock.advance(300 * SECOND);
    expect(world.source.calls).toHaveLength(2);
  });

  it("F7 detects that the clock was set back while no timer could run", async () => {
    const now = { wall: Date.parse("2026-01-01T00:00:00Z"), mono: 0 };
    const clock = { wall: () => now.wall, monotonic: () => now.mono, setTimer: () => () => {} };
    const world = createWorld({ clock });
    const engine = await world.started();
    const first = await engine.getToken();
    now.wall -= 60 * MINUTE;
    now.mono += 400 * SECOND;
    const second = world.mint({ age: -400 * SECOND });
    world.source.handle(() => second);
    expect(first).not.toBe(second);
    expect(await engine.getToken()).toBe(second);
  });

  it("F7 F30 still accounts for an earlier sleep if the clock is then set back", async () => {
    const world = createWorld();
    const engine = await world.started();
    world.source.handle(() => Promise.reject(new TypeError("down")));
    await world.sleep(200 * SECOND);
    await engine.getToken();
    world.clock.jumpWall(-100 * SECOND);
    for (let second = 0; second < 200; second += 1) {
      const token = await engine.getToken().catch(() => null);
      if (token !== null) expect(world.trueLife(token)).toBeGreaterThan(0);
      await world.clock.advance(SECOND);
    }
    expect(engine.getSnapshot().status).toBe("error");
  });

  it("F9 without `iat`, corrects a wrong local clock with the clock offset learned from earlier tokens", async () => {
    for (const clockError of [-10 * MINUTE, 4 * MINUTE]) {
      const world = createWorld({ clockError });
      const engine = world.start();
      await world.clock.advance(100 * SECOND);
      world.source.handle(() => world.mint({ age: 100 * SECOND, claims: { iat: undefined } }));
      await engine.refresh();
      expect(engine.getSnapshot().ageKnown).toBe(false);
      const left = (engine.getSnapshot().expiresAt?.getTime() ?? 0) - world.clock.wall();
      expect(Math.abs(left - 200 * SECOND)).toBeLessThanOrEqual(2 * SECOND);
    }
  });

  it("F30 the first `getToken()` after a sleep rejects at the deadline if the token source hangs", async () => {
    const world = createWorld();
    const engine = await world.started();
    world.source.handle(null);
    await world.sleep(60 * MINUTE);
    const read = rejectionOf(engine.getToken());
    await world.clock.advance(10 * SECOND);
    expect(await read).toMatchObject({ code: "source_timeout", usableUntil: null });
    expect(engine.getSnapshot()).toMatchObject({ status: "error", error: { code: "expired_token" } });
  });

  it("F13 F30 calls the token source immediately after a sleep, even during a backoff", async () => {
    const world = createWorld();
    const engine = await world.started();
    const token = await engine.getToken();
    world.source.handle(() => token);
    await engine.refresh();
    await world.clock.advance(2 * SECOND);
    world.source.handle(() => world.mint());
    await world.sleep(60 * MINUTE);
    expect(world.trueLife((await engine.getToken()) ?? "")).toBeGreaterThan(290 * SECOND);
  });

  it("F31 refreshes once per token lifetime if timers fire only once a minute", async () => {
    // The refresh is due 54 s before expiry. Timers fire only once a minute, so this one fires after the token has
    // expired.
    const world = createWorld({ random: () => 0 });
    const { clock } = world;
    const setTimer = clock.setTimer.bind(clock);
    clock.setTimer = (callback, ms) => {
      const due = Math.ceil((clock.monotonic() + ms) / MINUTE) * MINUTE;
      return setTimer(callback, due - clock.monotonic());
    };
    const engine = await world.started();
    for (let second = 0; second < 3600; second += 7) {
      const read = engine.getToken();
      await clock.settle();
      const token = await Promise.race([read, Promise.resolve("waited")]);
      expect(world.trueLife(token ?? "")).toBeGreaterThan(5 * SECOND);
      await clock.advance(7 * SECOND);
    }
    expect(world.source.calls.length).toBeLessThanOrEqual(1 + 15);
  });

  it("F30 the first `getToken()` after an hour of sleep waits for a new token", async () => {
    for (const monotonicStops of [true, false]) {
      const world = createWorld();
      const engine = await world.started();
      await world.sleep(60 * MINUTE, monotonicStops);
      const token = await engine.getToken();
      expect(world.trueLife(token ?? "")).toBeGreaterThan(290 * SECOND);
      expect(world.source.calls).toHaveLength(2);
    }
  });
});
