import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createWorld, MINUTE, rejectionOf, SECOND } from "./engine-world.ts";

describe("reading the token", () => {
  it("F1 100 concurrent `getToken()` calls without a cached token share one call of the token source", async () => {
    const world = createWorld();
    const engine = world.start();
    const tokens = await Promise.all(Array.from({ length: 100 }, () => engine.getToken()));
    expect(world.source.calls).toHaveLength(1);
    expect(new Set(tokens).size).toBe(1);
  });

  it("F2 returns a fresh token and a synchronous snapshot without a call of the token source", async () => {
    const world = createWorld();
    const engine = await world.started();
    const first = await engine.getToken();
    expect(await engine.getToken()).toBe(first);
    expect(world.source.calls).toHaveLength(1);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada", workspaceId: "org:ada" });
    expect(engine.getSnapshot()).toBe(engine.getSnapshot());
  });

  it("F43 the engine's snapshot, events and errors print no part of a token", async () => {
    const world = createWorld();
    const engine = await world.started();
    const tokens = [await engine.getToken(), world.mint({ claims: { workspace_id: undefined } })];
    world.source.handle(() => tokens[1] ?? null);
    const error = await rejectionOf(engine.refresh());
    const shown = [engine, engine.getSnapshot(), world.events, error];
    const printed = JSON.stringify(shown) + inspect(shown, { depth: null, showHidden: true, getters: true });
    expect(printed).toContain("refresh_failed");
    for (const part of tokens.flatMap((token) => token?.split(".") ?? [])) expect(printed).not.toContain(part);
  });
});

describe("refreshing a token before it expires", () => {
  it.each([0, 0.5, 0.999])(
    "F3 refreshes once, 54 to 66 s before expiry, even without a `getToken()` call (random value %s)",
    async (random) => {
      const world = createWorld({ random: () => random });
      await world.started();
      await world.clock.advance(300 * SECOND);
      expect(world.source.calls).toHaveLength(2);
      const before = 300 * SECOND - (world.callTimes[1] ?? 0);
      // The jitter spreads the refreshes of clients that got their tokens at the same time: 60 s before expiry, ± 6 s.
      expect(Math.round(before / SECOND)).toBe(Math.round(54 + 12 * random));
    },
  );

  it("F3 `getToken()` returns an unexpired token immediately, at any second", async () => {
    const world = createWorld();
    const engine = await world.started();
    world.source.handle(async () => {
      await new Promise<void>((resolve) => world.clock.setTimer(resolve, 8 * SECOND));
      return world.mint();
    });
    for (let second = 0; second < 900; second += 1) {
      const token = await Promise.race([engine.getToken(), Promise.resolve("waited")]);
      expect(token).not.toBe("waited");
      expect(world.trueLife(token ?? "")).toBeGreaterThan(5 * SECOND);
      await world.clock.advance(SECOND);
    }
    expect(world.source.calls.length).toBeGreaterThan(3);
  });

  it("F4 returns the old token immediately while a new token is fetched", async () => {
    const world = createWorld();
    const engine = await world.started();
    const old = await engine.getToken();
    world.source.handle(null);
    await world.clock.advance(245 * SECOND);
    expect(world.source.calls).toHaveLength(2);
    expect(engine.getSnapshot().isRefreshing).toBe(true);
    expect(await engine.getToken()).toBe(old);
    const next = world.mint();
    (await world.source.waiting).resolve(next);
    await world.clock.settle();
    expect(await engine.getToken()).toBe(next);
    expect(engine.getSnapshot().isRefreshing).toBe(false);
  });

  it("close to the expiry, waits for a new token, and returns the old token if the refresh fails", async () => {
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

  it("F14 refreshes a token with a lifetime of 20 s shortly before its expiry", async () => {
    const world = createWorld({ source: {} });
    world.source.handle(() => world.mint({ life: 20 * SECOND }));
    await world.started();
    await world.clock.advance(10 * MINUTE);
    const gaps = world.callTimes.slice(1).map((time, index) => time - (world.callTimes[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10 * SECOND);
    expect(gaps.length).toBeGreaterThan(30);
  });

  it("F15 refreshes a token with a lifetime of 60 days without a timer that overflows", async () => {
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

  it("F13 if a forced refresh returns the same token, further refreshes are delayed", async () => {
    const world = createWorld();
    const engine = await world.started();
    const token = await engine.getToken();
    world.source.handle(() => token);
    expect(await engine.refresh()).toBe(token);
    expect(engine.getSnapshot().status).toBe("authenticated");
    expect(world.events.at(-1)?.type).toBe("refresh_unchanged");
    const { length } = world.source.calls;
    expect(await rejectionOf(engine.refresh())).toMatchObject({ code: "circuit_open", retryAt: expect.any(Date) });
    expect(await engine.getToken()).toBe(token);
    await world.clock.advance(140 * SECOND);
    expect(world.source.calls).toHaveLength(length);
    await world.clock.advance(150 * SECOND);
    expect(world.source.calls.length - length).toBeLessThanOrEqual(7);
  });
});
