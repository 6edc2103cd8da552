import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";

describe("reading the token", () => {
  it("F1 100 concurrent `getToken()` calls without a cached token share one call of the token source", async () => {
    const harness = createEngineHarness();
    const engine = harness.start();
    const tokens = await Promise.all(Array.from({ length: 100 }, () => engine.getToken()));
    expect(harness.source.calls).toHaveLength(1);
    expect(new Set(tokens).size).toBe(1);
  });

  it("F2 `getToken()` and `getSnapshot()` return cached values without a call of the token source", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    const first = await engine.getToken();
    expect(await engine.getToken()).toBe(first);
    expect(harness.source.calls).toHaveLength(1);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada", workspaceId: "org:ada" });
    expect(engine.getSnapshot()).toBe(engine.getSnapshot());
  });

  it("F43 the printed engine, snapshot, events and errors contain no part of a token", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    const tokens = [await engine.getToken(), harness.mint({ claims: { workspace_id: undefined } })];
    harness.source.handle(() => tokens[1] ?? null);
    const error = await rejectionOf(engine.refresh());
    const shown = [engine, engine.getSnapshot(), harness.events, error];
    const printed = JSON.stringify(shown) + inspect(shown, { depth: null, showHidden: true, getters: true });
    expect(printed).toContain("refresh_failed");
    for (const part of tokens.flatMap((token) => token?.split(".") ?? [])) expect(printed).not.toContain(part);
  });
});

describe("refreshing a token before it expires", () => {
  it.each([0, 0.5, 0.999])(
    "F3 refreshes once, 54 to 66 s before expiry, even without a `getToken()` call (random value %s)",
    async (random) => {
      const harness = createEngineHarness({ random: () => random });
      await harness.started();
      await harness.clock.advance(300 * SECOND);
      expect(harness.source.calls).toHaveLength(2);
      const before = 300 * SECOND - (harness.callTimes[1] ?? 0);
      // The jitter spreads the refreshes of clients that got their tokens at the same time: 60 s before expiry, ± 6 s.
      expect(Math.round(before / SECOND)).toBe(Math.round(54 + 12 * random));
    },
  );

  it("F3 `getToken()`, called once a second for 15 minutes, returns an unexpired token immediately", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    harness.source.handle(async () => {
      await new Promise<void>((resolve) => harness.clock.setTimer(resolve, 8 * SECOND));
      return harness.mint();
    });
    for (let second = 0; second < 900; second += 1) {
      const token = await Promise.race([engine.getToken(), Promise.resolve("waited")]);
      expect(token).not.toBe("waited");
      expect(harness.remainingLifetime(token ?? "")).toBeGreaterThan(5 * SECOND);
      await harness.clock.advance(SECOND);
    }
    expect(harness.source.calls.length).toBeGreaterThan(3);
  });

  it("F4 returns the old token immediately while a new token is fetched", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    const old = await engine.getToken();
    harness.source.handle(null);
    await harness.clock.advance(245 * SECOND);
    expect(harness.source.calls).toHaveLength(2);
    expect(engine.getSnapshot().isRefreshing).toBe(true);
    expect(await engine.getToken()).toBe(old);
    const next = harness.mint();
    (await harness.source.waiting).resolve(next);
    await harness.clock.settle();
    expect(await engine.getToken()).toBe(next);
    expect(engine.getSnapshot().isRefreshing).toBe(false);
  });

  it("near the expiry, `getToken()` waits for a refresh, and returns the old token if the refresh fails", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    const old = await engine.getToken();
    harness.source.handle(null);
    await harness.clock.advance(280 * SECOND);
    harness.source.calls.at(-1)?.reject(new Error("down"));
    await harness.clock.advance(SECOND);
    const read = engine.getToken();
    harness.source.calls.at(-1)?.reject(new Error("still down"));
    expect(await read).toBe(old);
  });

  it("F14 refreshes a token with a lifetime of 20 s shortly before its expiry", async () => {
    const harness = createEngineHarness({ source: {} });
    harness.source.handle(() => harness.mint({ lifetime: 20 * SECOND }));
    await harness.started();
    await harness.clock.advance(10 * MINUTE);
    const gaps = harness.callTimes.slice(1).map((time, index) => time - (harness.callTimes[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10 * SECOND);
    expect(gaps.length).toBeGreaterThan(30);
  });

  it("F15 refreshes a token whose lifetime is 60 days, and no timer overflows", async () => {
    const day = 86_400 * SECOND;
    const harness = createEngineHarness({ source: {} });
    harness.source.handle(() => harness.mint({ lifetime: 60 * day }));
    const longest: number[] = [];
    const { clock } = harness;
    const setTimer = clock.setTimer.bind(clock);
    clock.setTimer = (callback, ms) => {
      longest.push(ms);
      return setTimer(callback, ms);
    };
    await harness.started();
    await clock.advance(59 * day);
    expect(harness.source.calls).toHaveLength(1);
    await clock.advance(day);
    expect(harness.source.calls).toHaveLength(2);
    expect(Math.max(...longest)).toBeLessThan(2 ** 31);
  });

  it("F13 if a forced refresh returns the same token, the engine delays its next source call", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    const token = await engine.getToken();
    harness.source.handle(() => token);
    expect(await engine.refresh()).toBe(token);
    expect(engine.getSnapshot().status).toBe("authenticated");
    expect(harness.events.at(-1)?.type).toBe("refresh_unchanged");
    const { length } = harness.source.calls;
    expect(await rejectionOf(engine.refresh())).toMatchObject({ code: "circuit_open", retryAt: expect.any(Date) });
    expect(await engine.getToken()).toBe(token);
    await harness.clock.advance(140 * SECOND);
    expect(harness.source.calls).toHaveLength(length);
    await harness.clock.advance(150 * SECOND);
    expect(harness.source.calls.length - length).toBeLessThanOrEqual(7);
  });
});
