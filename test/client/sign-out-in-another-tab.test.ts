import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { rejectionOf, SECOND } from "./engine-harness.ts";
import { createTabs, post, stubTabGlobals } from "./simulated-tabs.ts";

beforeEach(() => {
  stubTabGlobals();
});
afterEach(() => vi.unstubAllGlobals());

describe("tabs of one user and workspace", () => {
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

  it("F51 a page restored from the back-forward cache uses the token of another tab's new session", async () => {
    const { harness, cached, restore } = await cache();
    const other = await harness.started();
    harness.source.handle(() => null);
    await other.refresh();
    harness.source.handle(() => harness.mint());
    void other.reset();
    await harness.clock.advance(2 * SECOND);
    const token = await other.getToken();
    harness.source.handle(() => null);
    await restore();
    await harness.clock.advance(SECOND);
    expect(await cached.getToken()).toBe(token);
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
