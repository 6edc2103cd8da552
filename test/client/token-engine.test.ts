import { describe, expect, it } from "vitest";
import { createWorld, MINUTE, SECOND } from "./engine-world.ts";

describe("reading", () => {
  it("F1 shares one source call among 100 concurrent readers of an empty cache", async () => {
    const world = createWorld();
    const engine = world.start();
    const tokens = await Promise.all(Array.from({ length: 100 }, () => engine.getToken()));
    expect(world.source.calls).toHaveLength(1);
    expect(new Set(tokens).size).toBe(1);
  });

  it("F2 gives a fresh token without a call, and tells where it stands synchronously", async () => {
    const world = createWorld();
    const engine = await world.started();
    const first = await engine.getToken();
    expect(await engine.getToken()).toBe(first);
    expect(world.source.calls).toHaveLength(1);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada", workspaceId: "org:ada" });
    expect(engine.getSnapshot()).toBe(engine.getSnapshot());
  });

  it("keeps the token out of the snapshot", async () => {
    const world = createWorld();
    const engine = await world.started();
    const token = await engine.getToken();
    expect(JSON.stringify([engine, engine.getSnapshot(), world.events])).not.toContain(token?.split(".")[1]);
  });
});

describe("refreshing ahead of expiry", () => {
  it.each([0, 0.5, 0.999])(
    "F3 calls once, within 60 s ± 10 %% before expiry, with nobody reading (random %s)",
    async (random) => {
      const world = createWorld({ random: () => random });
      await world.started();
      await world.clock.advance(300 * SECOND);
      expect(world.source.calls).toHaveLength(2);
      const before = 300 * SECOND - (world.callTimes[1] ?? 0);
      expect(before).toBeGreaterThanOrEqual(54 * SECOND);
      expect(before).toBeLessThanOrEqual(66 * SECOND);
    },
  );

  it("F3 gives a reader at any second a live token at once", async () => {
    const world = createWorld();
    const engine = await world.started();
    for (let second = 0; second < 900; second += 1) {
      const token = await Promise.race([engine.getToken(), Promise.resolve("waited")]);
      expect(token).not.toBe("waited");
      expect(world.trueLife(token ?? "")).toBeGreaterThan(5 * SECOND);
      await world.clock.advance(SECOND);
    }
  });

  it("F4 gives the old token at once while the newer one is fetched", async () => {
    const world = createWorld();
    const engine = await world.started();
    const old = await engine.getToken();
    world.source.handle(null);
    await world.clock.advance(245 * SECOND);
    expect(world.source.calls).toHaveLength(2);
    expect(engine.getSnapshot().isRefreshing).toBe(true);
    expect(await engine.getToken()).toBe(old);
    const next = world.mint();
    world.source.waiting.resolve(next);
    await world.clock.settle();
    expect(await engine.getToken()).toBe(next);
    expect(engine.getSnapshot().isRefreshing).toBe(false);
  });

  it("waits for the newer token when the old one is about to expire, and falls back on it when there is none", async () => {
    const world = createWorld();
    const engine = await world.started();
    const old = await engine.getToken();
    world.source.handle(null);
    await world.clock.advance(280 * SECOND);
    world.source.calls.at(-1)?.reject(new Error("down"));
    await world.clock.advance(SECOND);
    const read = engine.getToken();
    world.source.calls.at(-1)?.reject(new Error("still down"));
    expect(await read).toBe(old);
  });

  it("F14 shrinks the lead for a token that lives 20 s", async () => {
    const world = createWorld({ source: {} });
    world.source.handle(() => world.mint({ life: 20 * SECOND }));
    await world.started();
    await world.clock.advance(10 * MINUTE);
    const gaps = world.callTimes.slice(1).map((time, index) => time - (world.callTimes[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10 * SECOND);
    expect(gaps.length).toBeGreaterThan(30);
  });

  it("F15 sets no timer that overflows for a token that lives 60 days, and refreshes it all the same", async () => {
    const day = 86_400 * SECOND;
    const world = createWorld({ source: {} });
    world.source.handle(() => world.mint({ life: 60 * day }));
    const longest: number[] = [];
    const { clock } = world;
    const setTimer = clock.setTimer.bind(clock);
    clock.setTimer = (callback, ms) => {
      longest.push(ms);
      return setTimer(callback, ms);
    };
    await world.started();
    await clock.advance(59 * day);
    expect(world.source.calls).toHaveLength(1);
    await clock.advance(day);
    expect(world.source.calls).toHaveLength(2);
    expect(Math.max(...longest)).toBeLessThan(2 ** 31);
  });

  it("F13 leaves a source alone that gives the same token to a forced refresh", async () => {
    const world = createWorld();
    const engine = await world.started();
    const token = await engine.getToken();
    world.source.handle(() => token);
    expect(await engine.refresh()).toBe(token);
    expect(engine.getSnapshot().status).toBe("authenticated");
    expect(world.events.at(-1)?.type).toBe("refresh_unchanged");
    const { length } = world.source.calls;
    await world.clock.advance(140 * SECOND);
    expect(world.source.calls).toHaveLength(length);
    await world.clock.advance(150 * SECOND);
    expect(world.source.calls.length - length).toBeLessThanOrEqual(7);
  });
});

describe("clocks", () => {
  it.each([10 * MINUTE, 290 * SECOND, 200 * SECOND])(
    "F5 is not led to refresh at every read by a clock that is %s ms fast",
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

  it("F5 has the first reader wait for a second opinion, and shows no error", async () => {
    const world = createWorld({ clockError: 10 * MINUTE });
    const engine = world.start();
    const read = engine.getToken();
    await world.clock.advance(SECOND);
    expect(world.trueLife((await read) ?? "")).toBeGreaterThan(290 * SECOND);
    expect(world.source.calls.map(({ request }) => request.forceRefresh)).toEqual([false, true]);
    expect(world.events.map(({ type }) => type)).not.toContain("refresh_failed");
  });

  it("F6 gives no dead token with a clock that is 10 minutes slow", async () => {
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

  it.each([3600, -3600])("F7 makes at most one extra call when the clock jumps by %s s", async (jump) => {
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

  it("F8 plans by what is left of a token that its source had kept for 200 s", async () => {
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

  it("F8 recognises a kept token by the ones before it, whatever the wall clock says", async () => {
    const world = createWorld({ clockError: -10 * MINUTE });
    const engine = await world.started();
    await world.clock.advance(100 * SECOND);
    world.source.handle(() => world.mint({ age: 60 * SECOND }));
    await engine.refresh();
    const expiresAt = engine.getSnapshot().expiresAt?.getTime() ?? 0;
    expect(Math.abs(expiresAt - world.clock.wall() - 240 * SECOND)).toBeLessThanOrEqual(2 * SECOND);
  });

  it("F9 goes by `exp` when there is no `iat`, and says so", async () => {
    const world = createWorld({ source: {} });
    world.source.handle(() => world.mint({ claims: { iat: undefined } }));
    const engine = await world.started();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", ageKnown: false });
    await world.clock.advance(300 * SECOND);
    expect(world.source.calls).toHaveLength(2);
  });

  it("F7 notices a clock that was set back while no timer could run", async () => {
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

  it("F7 F30 remembers a sleep that was noticed when the clock is set back after it", async () => {
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

  it("gives no dead token after an hour's sleep, and has the first reader wait for a new one", async () => {
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
