import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createChannelClass, createLockManager, createStorage } from "../support/simulated-browser.ts";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";

let locks: ReturnType<typeof createLockManager>;
let Channel: ReturnType<typeof createChannelClass>;
beforeEach(() => {
  locks = createLockManager();
  Channel = createChannelClass();
  vi.stubGlobal("navigator", { onLine: true, locks });
  vi.stubGlobal("BroadcastChannel", Channel);
  vi.stubGlobal("localStorage", createStorage());
});
afterEach(() => vi.unstubAllGlobals());

const createTabs = (key: string | null = "ada") => createEngineHarness({ source: { key } });

const post = (key: string | null, message: unknown) => {
  const channel = new Channel(`assistant-cloud-auth:${JSON.stringify(["https://cloud.example", "backend", key])}`);
  channel.postMessage(message);
  channel.close();
};

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

  it("F34 tabs that force a refresh at the same time share one call", async () => {
    const harness = createTabs();
    const tabs = [await harness.started(), await harness.started()];
    await harness.clock.advance(SECOND);
    const tokens = await Promise.all(tabs.map((tab) => tab.getToken({ forceRefresh: true })));
    expect(harness.source.calls).toHaveLength(2);
    expect(tokens[0]).toBe(tokens[1]);
  });

  it("F29 a sign-out in one tab signs out all tabs and rejects their waiting calls", async () => {
    const harness = createTabs();
    const [first, second] = [await harness.started(), await harness.started()];
    await harness.clock.advance(SECOND);
    harness.source.handle(null);
    const signingOut = first?.refresh();
    await harness.clock.settle();
    const waiter = rejectionOf(second?.refresh() ?? Promise.resolve());
    await harness.clock.settle();
    (await harness.source.waiting).resolve(null);
    expect(await signingOut).toBe(null);
    expect(await waiter).toMatchObject({ code: "signed_out" });
    expect(second?.getSnapshot()).toMatchObject({ status: "unauthenticated", userId: null });
    expect(await second?.getToken()).toBe(null);
  });

  it("F29 all tabs sign out if the app's backend reports the end of the session", async () => {
    const harness = createTabs();
    const [first, second] = [await harness.started(), await harness.started()];
    harness.source.handle(() => Promise.reject(new AssistantCloudAuthError("unauthenticated", "401.")));
    await rejectionOf(first?.refresh() ?? Promise.resolve());
    await harness.clock.settle();
    expect(second?.getSnapshot().status).toBe("unauthenticated");
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

  it("F23 F34 a forced refresh calls the token source, even if the previous call has just ended", async () => {
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

describe("a sign-out in another tab", () => {
  it("F29 a sign-out in another tab aborts a pending source call and discards the call's token", async () => {
    const harness = createTabs();
    const engine = await harness.started();
    harness.source.handle(null);
    const waiter = rejectionOf(engine.refresh());
    await harness.clock.settle();
    const late = await harness.source.waiting;
    post("ada", { type: "signed_out" });
    await harness.clock.settle();
    expect(await waiter).toMatchObject({ code: "signed_out" });
    expect(late.request.signal.aborted).toBe(true);
    late.resolve(harness.mint());
    await harness.clock.settle();
    expect(engine.getSnapshot()).toMatchObject({ status: "unauthenticated", userId: null });
    expect(await engine.getToken()).toBe(null);
  });
});

describe("a tab in the back-forward cache", () => {
  const cache = async () => {
    const page = new EventTarget();
    vi.stubGlobal("window", page);
    const harness = createTabs();
    const cached = await harness.started();
    page.dispatchEvent(new Event("pagehide"));
    const restore = async () => {
      page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
      await harness.clock.settle();
    };
    return { harness, cached, restore };
  };

  it("F29 F32 a page restored from the back-forward cache drops its token if another tab signed out", async () => {
    const { harness, cached, restore } = await cache();
    const other = await harness.started();
    harness.source.handle(() => null);
    await other.refresh();
    expect(cached.getSnapshot().status).toBe("authenticated");
    await restore();
    expect(cached.getSnapshot()).toMatchObject({ status: "loading", userId: null });
    await harness.clock.advance(SECOND);
    expect(cached.getSnapshot().status).toBe("unauthenticated");
    expect(await cached.getToken()).toBe(null);
  });

  it("F29 F32 a page restored from the back-forward cache gets a new token if the user signed in again", async () => {
    const { harness, cached, restore } = await cache();
    const old = await cached.getToken();
    const other = await harness.started();
    harness.source.handle(() => null);
    await other.refresh();
    harness.source.handle(() => harness.mint({ age: 1 * SECOND }));
    other.dispose();
    await restore();
    await harness.clock.advance(SECOND);
    expect(await cached.getToken()).not.toBe(old);
    expect(cached.getSnapshot().status).toBe("authenticated");
  });

  it("F32 a page restored from the back-forward cache still has its token if no tab signed out", async () => {
    const { harness, cached, restore } = await cache();
    await harness.started();
    const before = cached.getSnapshot();
    const calls = harness.source.calls.length;
    await restore();
    expect(cached.getSnapshot()).toBe(before);
    expect(harness.source.calls).toHaveLength(calls);
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

describe("an engine that is paused, as in a hidden React tree", () => {
  it("F29 a resumed engine drops its token if another tab signed out during the pause", async () => {
    const harness = createTabs();
    const { source, clock } = harness;
    source.handle(() => harness.mint());
    const engine = createEngineCore(
      engineDependencies({ baseUrl: "https://cloud.example", tokenSource: source, clock }),
    );
    const disconnect = engine.connect();
    await engine.getToken();
    disconnect();
    await clock.settle();
    const other = await harness.started();
    source.handle(() => null);
    await other.refresh();
    expect(engine.getSnapshot().status).toBe("authenticated");
    engine.connect();
    expect(engine.getSnapshot()).toMatchObject({ status: "loading", userId: null });
  });
});

describe("messages that a tab ignores", () => {
  it("F34 ignores a token from another tab that is older, expired, malformed or another user's", async () => {
    const harness = createTabs();
    const engine = await harness.started();
    await harness.clock.advance(100 * SECOND);
    const before = engine.getSnapshot();
    const foreign = harness.mint({ claims: { sub: "grace" } });
    post("ada", { type: "token", token: harness.mint(), age: 250 * SECOND });
    post("ada", { type: "token", token: foreign, age: 0 });
    post("ada", { type: "token", token: harness.mint({ age: 400 * SECOND }), age: 400 * SECOND });
    for (const message of [
      null,
      1,
      "x",
      {},
      { type: "token" },
      { type: "token", token: "a.b.c", age: 0 },
      { type: "?" },
    ]) {
      post("ada", message);
    }
    await harness.clock.settle();
    expect(engine.getSnapshot()).toBe(before);
    post("ada", { type: "token", token: harness.mint(), age: 0 });
    await harness.clock.settle();
    expect(engine.getSnapshot().revision).toBe(before.revision + 1);
  });

  it("F34 computes a token's age from the wall clock if another tab's message contains an invalid age", async () => {
    for (const age of ["soon", {}, Number.NaN, -600 * SECOND, Number.POSITIVE_INFINITY]) {
      const harness = createTabs();
      harness.source.handle(null);
      const engine = harness.start();
      await harness.clock.settle();
      post("ada", { type: "token", token: harness.mint({ age: 200 * SECOND }), age });
      await harness.clock.settle();
      const remaining = (engine.getSnapshot().expiresAt?.getTime() ?? 0) - harness.clock.wall();
      expect(remaining).toBe(100 * SECOND);
      await harness.clock.advance(120 * SECOND);
      expect(engine.getSnapshot().userId).toBe(null);
      engine.dispose();
    }
  });

  it("F29 F34 a signed-out tab ignores another tab's token if the token is not newer than the sign-out", async () => {
    const harness = createTabs();
    const engine = await harness.started();
    harness.source.handle(() => null);
    await engine.refresh();
    post("ada", { type: "token", token: harness.mint(), age: 0 });
    await harness.clock.settle();
    expect(engine.getSnapshot().status).toBe("unauthenticated");
    expect(await engine.getToken()).toBe(null);
  });

  it("F34 ignores every message that is sent to another user's tabs", async () => {
    const harness = createTabs();
    const engine = await harness.started();
    await harness.clock.advance(100 * SECOND);
    post("grace", { type: "token", token: harness.mint(), age: 0 });
    post("grace", { type: "signed_out" });
    await harness.clock.settle();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", revision: 1 });
  });
});
