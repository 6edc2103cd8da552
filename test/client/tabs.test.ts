import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createChannelClass, createLockManager, createStorage } from "../support/simulated-browser.ts";
import { createWorld, MINUTE, rejectionOf, SECOND } from "./engine-world.ts";

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

const createTabs = (key: string | null = "ada") => createWorld({ source: { key } });

const post = (key: string | null, message: unknown) => {
  const channel = new Channel(`assistant-cloud-auth:${JSON.stringify(["https://cloud.example", "backend", key])}`);
  channel.postMessage(message);
  channel.close();
};

describe("tabs of one user and workspace", () => {
  it("F34 calls the token source once if ten tabs open at the same time", async () => {
    const world = createTabs();
    world.source.handle(() => world.mint());
    const tabs = Array.from({ length: 10 }, () => world.start());
    await world.clock.advance(SECOND);
    expect(world.source.calls).toHaveLength(1);
    expect(new Set(await Promise.all(tabs.map((tab) => tab.getToken()))).size).toBe(1);
  });

  it("F34 calls the token source once per token lifetime for all tabs together", async () => {
    const world = createTabs();
    world.source.handle(() => world.mint());
    const tabs = Array.from({ length: 10 }, () => world.start());
    await world.clock.advance(SECOND);
    for (let minute = 0; minute < 60; minute += 1) {
      for (const tab of tabs) expect(world.trueLife((await tab.getToken()) ?? "")).toBeGreaterThan(5 * SECOND);
      await world.clock.advance(MINUTE);
    }
    expect(world.source.calls.length).toBeLessThanOrEqual(16);
  });

  it("F34 a tab that opens later gets the token and its age from another tab", async () => {
    const world = createTabs();
    await world.started();
    await world.clock.advance(100 * SECOND);
    const late = await world.started();
    await world.clock.advance(SECOND);
    expect(world.source.calls).toHaveLength(1);
    expect(world.events.at(-1)).toMatchObject({ type: "adopted", via: "tab" });
    const life = (late.getSnapshot().expiresAt?.getTime() ?? 0) - world.clock.wall();
    expect(Math.round(life / SECOND)).toBe(199);
  });

  it("a single tab gets its token without a delay", async () => {
    const world = createTabs();
    const engine = await world.started();
    expect(engine.getSnapshot().status).toBe("authenticated");
  });

  it("F34 if a tab closes during its call, another tab makes the call", async () => {
    const world = createTabs();
    world.source.handle(null);
    const leader = world.start();
    await world.clock.settle();
    const follower = world.start();
    await world.clock.settle();
    expect(world.source.calls).toHaveLength(1);
    leader.dispose();
    await world.clock.advance(SECOND);
    expect(world.source.calls).toHaveLength(2);
    world.source.calls[1]?.resolve(world.mint());
    await world.clock.settle();
    expect(follower.getSnapshot().status).toBe("authenticated");
  });

  it("F34 tabs that force a refresh at the same time share one call", async () => {
    const world = createTabs();
    const tabs = [await world.started(), await world.started()];
    await world.clock.advance(SECOND);
    const tokens = await Promise.all(tabs.map((tab) => tab.getToken({ forceRefresh: true })));
    expect(world.source.calls).toHaveLength(2);
    expect(tokens[0]).toBe(tokens[1]);
  });

  it("F29 a sign-out in one tab signs out all tabs and rejects their waiting calls", async () => {
    const world = createTabs();
    const [first, second] = [await world.started(), await world.started()];
    await world.clock.advance(SECOND);
    world.source.handle(null);
    const signingOut = first?.refresh();
    await world.clock.settle();
    const waiter = rejectionOf(second?.refresh() ?? Promise.resolve());
    await world.clock.settle();
    (await world.source.waiting).resolve(null);
    expect(await signingOut).toBe(null);
    expect(await waiter).toMatchObject({ code: "signed_out" });
    expect(second?.getSnapshot()).toMatchObject({ status: "unauthenticated", userId: null });
    expect(await second?.getToken()).toBe(null);
  });

  it("F29 all tabs sign out if the app's backend reports the end of the session", async () => {
    const world = createTabs();
    const [first, second] = [await world.started(), await world.started()];
    world.source.handle(() => Promise.reject(new AssistantCloudAuthError("unauthenticated", "401.")));
    await rejectionOf(first?.refresh() ?? Promise.resolve());
    await world.clock.settle();
    expect(second?.getSnapshot().status).toBe("unauthenticated");
  });
});

describe("a call in flight while another tab gets a token", () => {
  it("F34 if a call of the token source fails, its callers get the token of another tab", async () => {
    const world = createTabs();
    world.source.handle(null);
    const engine = world.start();
    const read = engine.getToken();
    await world.clock.advance(SECOND);
    expect(world.source.calls).toHaveLength(1);
    const token = world.mint();
    post("ada", { type: "token", token, age: 0 });
    await world.clock.advance(10 * SECOND);
    expect(engine.getSnapshot().refreshError).toMatchObject({ code: "source_timeout" });
    expect(await read).toBe(token);
  });

  it("F23 F34 a forced refresh calls the token source although a pending call just returned a token", async () => {
    const world = createTabs();
    world.source.handle(null);
    const engine = world.start();
    await world.clock.settle();
    const token = world.mint();
    post("ada", { type: "token", token, age: 0 });
    await world.clock.settle();
    (await world.source.waiting).resolve(world.mint());
    await world.clock.settle();
    expect(await engine.getToken()).toBe(token);
    world.source.handle(() => world.mint());
    expect(await engine.getToken({ forceRefresh: true })).not.toBe(token);
    expect(world.source.calls).toHaveLength(2);
  });
});

describe("a sign-out in another tab", () => {
  it("F29 a sign-out in another tab drops a call in flight", async () => {
    const world = createTabs();
    const engine = await world.started();
    world.source.handle(null);
    const waiter = rejectionOf(engine.refresh());
    await world.clock.settle();
    const late = await world.source.waiting;
    post("ada", { type: "signed_out" });
    await world.clock.settle();
    expect(await waiter).toMatchObject({ code: "signed_out" });
    expect(late.request.signal.aborted).toBe(true);
    late.resolve(world.mint());
    await world.clock.settle();
    expect(engine.getSnapshot()).toMatchObject({ status: "unauthenticated", userId: null });
    expect(await engine.getToken()).toBe(null);
  });
});

describe("a tab in the back-forward cache", () => {
  const cache = async () => {
    const page = new EventTarget();
    vi.stubGlobal("window", page);
    const world = createTabs();
    const cached = await world.started();
    page.dispatchEvent(new Event("pagehide"));
    const restore = async () => {
      page.dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
      await world.clock.settle();
    };
    return { world, cached, restore };
  };

  it("F29 F32 a page in the back-forward cache drops its token if another tab signed out", async () => {
    const { world, cached, restore } = await cache();
    const other = await world.started();
    world.source.handle(() => null);
    await other.refresh();
    expect(cached.getSnapshot().status).toBe("authenticated");
    await restore();
    expect(cached.getSnapshot()).toMatchObject({ status: "loading", userId: null });
    await world.clock.advance(SECOND);
    expect(cached.getSnapshot().status).toBe("unauthenticated");
    expect(await cached.getToken()).toBe(null);
  });

  it("F29 F32 a page in the back-forward cache fetches a token if the user signed in again", async () => {
    const { world, cached, restore } = await cache();
    const old = await cached.getToken();
    const other = await world.started();
    world.source.handle(() => null);
    await other.refresh();
    world.source.handle(() => world.mint({ age: 1 * SECOND }));
    other.dispose();
    await restore();
    await world.clock.advance(SECOND);
    expect(await cached.getToken()).not.toBe(old);
    expect(cached.getSnapshot().status).toBe("authenticated");
  });

  it("F32 a page in the back-forward cache still has its token if no tab signed out", async () => {
    const { world, cached, restore } = await cache();
    await world.started();
    const before = cached.getSnapshot();
    const calls = world.source.calls.length;
    await restore();
    expect(cached.getSnapshot()).toBe(before);
    expect(world.source.calls).toHaveLength(calls);
  });
});

describe("an engine that no driver has connected yet, as in the first effects of components", () => {
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

  it("F34 leaves the other tabs after the attempt, unless a driver has connected meanwhile", async () => {
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
    const world = createTabs();
    const { source, clock } = world;
    source.handle(() => world.mint());
    const engine = createEngineCore(
      engineDependencies({ baseUrl: "https://cloud.example", tokenSource: source, clock }),
    );
    const disconnect = engine.connect();
    await engine.getToken();
    disconnect();
    await clock.settle();
    const other = await world.started();
    source.handle(() => null);
    await other.refresh();
    expect(engine.getSnapshot().status).toBe("authenticated");
    engine.connect();
    expect(engine.getSnapshot()).toMatchObject({ status: "loading", userId: null });
  });
});

describe("messages from other tabs that a tab ignores", () => {
  it("F34 ignores a token from another tab that is older, expired, malformed or another user's", async () => {
    const world = createTabs();
    const engine = await world.started();
    await world.clock.advance(100 * SECOND);
    const before = engine.getSnapshot();
    const foreign = world.mint({ claims: { sub: "grace" } });
    post("ada", { type: "token", token: world.mint(), age: 250 * SECOND });
    post("ada", { type: "token", token: foreign, age: 0 });
    post("ada", { type: "token", token: world.mint({ age: 400 * SECOND }), age: 400 * SECOND });
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
    await world.clock.settle();
    expect(engine.getSnapshot()).toBe(before);
    post("ada", { type: "token", token: world.mint(), age: 0 });
    await world.clock.settle();
    expect(engine.getSnapshot().revision).toBe(before.revision + 1);
  });

  it("F34 ignores the age in a message if the age is invalid", async () => {
    for (const age of ["soon", {}, Number.NaN, -600 * SECOND, Number.POSITIVE_INFINITY]) {
      const world = createTabs();
      world.source.handle(null);
      const engine = world.start();
      await world.clock.settle();
      post("ada", { type: "token", token: world.mint({ age: 200 * SECOND }), age });
      await world.clock.settle();
      const left = (engine.getSnapshot().expiresAt?.getTime() ?? 0) - world.clock.wall();
      expect(left).toBe(100 * SECOND);
      await world.clock.advance(120 * SECOND);
      expect(engine.getSnapshot().userId).toBe(null);
      engine.dispose();
    }
  });

  it("F29 F34 ignores a token that another tab sent before the user signed out", async () => {
    const world = createTabs();
    const engine = await world.started();
    world.source.handle(() => null);
    await engine.refresh();
    post("ada", { type: "token", token: world.mint(), age: 0 });
    await world.clock.settle();
    expect(engine.getSnapshot().status).toBe("unauthenticated");
    expect(await engine.getToken()).toBe(null);
  });

  it("F34 ignores every message for another user key", async () => {
    const world = createTabs();
    const engine = await world.started();
    await world.clock.advance(100 * SECOND);
    post("grace", { type: "token", token: world.mint(), age: 0 });
    post("grace", { type: "signed_out" });
    await world.clock.settle();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", revision: 1 });
  });
});
