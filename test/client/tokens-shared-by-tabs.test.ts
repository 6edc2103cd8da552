import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import type { createChannelClass } from "../support/simulated-browser.ts";
import { MINUTE, SECOND } from "./engine-harness.ts";
import { createTabs, post, stubTabGlobals } from "./simulated-tabs.ts";

let Channel: ReturnType<typeof createChannelClass>;
beforeEach(() => {
  Channel = stubTabGlobals();
});
afterEach(() => vi.unstubAllGlobals());

describe("tabs of one user and workspace", () => {
  it("F34 calls the token source once if ten tabs open at the same time", async () => {
    const harness = createTabs();
    harness.source.handle(() => harness.mint());
    const tabs = Array.from({ length: 10 }, () => harness.start());
    await harness.clock.advance(SECOND);
    expect(harness.source.calls).toHaveLength(1);
    expect(new Set(await Promise.all(tabs.map((tab) => tab.getToken()))).size).toBe(1);
  });

  it("F34 calls the token source once per token lifetime for all tabs together", async () => {
    const harness = createTabs();
    harness.source.handle(() => harness.mint());
    const tabs = Array.from({ length: 10 }, () => harness.start());
    await harness.clock.advance(SECOND);
    for (let minute = 0; minute < 60; minute += 1) {
      for (const tab of tabs)
        expect(harness.remainingLifetime((await tab.getToken()) ?? "")).toBeGreaterThan(5 * SECOND);
      await harness.clock.advance(MINUTE);
    }
    expect(harness.source.calls.length).toBeLessThanOrEqual(16);
  });

  it("F34 a second tab gets the token and the token's age from the first tab", async () => {
    const harness = createTabs();
    await harness.started();
    await harness.clock.advance(100 * SECOND);
    const late = await harness.started();
    await harness.clock.advance(SECOND);
    expect(harness.source.calls).toHaveLength(1);
    expect(harness.events.at(-1)).toMatchObject({ type: "adopted", via: "tab" });
    const lifetime = (late.getSnapshot().expiresAt?.getTime() ?? 0) - harness.clock.wall();
    expect(Math.round(lifetime / SECOND)).toBe(199);
  });

  it("a single tab gets its token without a delay", async () => {
    const harness = createTabs();
    const engine = await harness.started();
    expect(engine.getSnapshot().status).toBe("authenticated");
  });

  it("F34 if a tab closes during its call of the token source, another tab makes a call", async () => {
    const harness = createTabs();
    harness.source.handle(null);
    const leader = harness.start();
    await harness.clock.settle();
    const follower = harness.start();
    await harness.clock.settle();
    expect(harness.source.calls).toHaveLength(1);
    leader.dispose();
    await harness.clock.advance(SECOND);
    expect(harness.source.calls).toHaveLength(2);
    harness.source.calls[1]?.resolve(harness.mint());
    await harness.clock.settle();
    expect(follower.getSnapshot().status).toBe("authenticated");
  });

  it("F34 tabs that force a refresh at the same time share one source call", async () => {
    const harness = createTabs();
    const tabs = [await harness.started(), await harness.started()];
    await harness.clock.advance(SECOND);
    const tokens = await Promise.all(tabs.map((tab) => tab.getToken({ forceRefresh: true })));
    expect(harness.source.calls).toHaveLength(2);
    expect(tokens[0]).toBe(tokens[1]);
  });
});

describe("a call in flight while another tab gets a token", () => {
  it("F34 `getToken()` returns another tab's token if this tab's source call times out", async () => {
    const harness = createTabs();
    harness.source.handle(null);
    const engine = harness.start();
    const read = engine.getToken();
    await harness.clock.advance(SECOND);
    expect(harness.source.calls).toHaveLength(1);
    const token = harness.mint();
    post("ada", { type: "token", token, age: 0 });
    await harness.clock.advance(10 * SECOND);
    expect(engine.getSnapshot().refreshError).toMatchObject({ code: "source_timeout" });
    expect(await read).toBe(token);
  });

  it("F23 F34 a forced refresh calls the token source, even if the previous source call has just ended", async () => {
    const harness = createTabs();
    harness.source.handle(null);
    const engine = harness.start();
    await harness.clock.settle();
    const token = harness.mint();
    post("ada", { type: "token", token, age: 0 });
    await harness.clock.settle();
    (await harness.source.waiting).resolve(harness.mint());
    await harness.clock.settle();
    expect(await engine.getToken()).toBe(token);
    harness.source.handle(() => harness.mint());
    expect(await engine.getToken({ forceRefresh: true })).not.toBe(token);
    expect(harness.source.calls).toHaveLength(2);
  });
});

// The effect of a component can call `getToken()` before the effect of the provider calls `connect()`.
describe("an engine before `connect()`", () => {
  const createUnconnected = (world: ReturnType<typeof createTabs>) => {
    const { source, clock } = world;
    source.handle(() => world.mint());
    return createEngineCore(engineDependencies({ baseUrl: "https://cloud.example", tokenSource: source, clock }));
  };

  it("F34 `getToken()` returns another tab's token without a call of the token source", async () => {
    const world = createTabs();
    const first = await world.started();
    const late = createUnconnected(world).getToken();
    await world.clock.advance(SECOND);
    expect(await late).toBe(await first.getToken());
    expect(world.source.calls).toHaveLength(1);
  });

  it("F34 when `getToken()` resolves, an engine that is not connected closes its channel", async () => {
    const world = createTabs();
    const [discarded, driven] = [createUnconnected(world), createUnconnected(world)];
    const tokens = Promise.all([discarded.getToken(), driven.getToken()]);
    expect(Channel.count).toBe(2);
    driven.connect();
    await world.clock.advance(SECOND);
    expect(new Set(await tokens).size).toBe(1);
    expect(world.source.calls).toHaveLength(1);
    expect(Channel.count).toBe(1);
    await discarded.getToken({ forceRefresh: true });
    expect(Channel.count).toBe(1);
  });
});
