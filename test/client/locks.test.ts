import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createChannelClass, createLockManager, createStorage } from "../support/simulated-browser.ts";
import { createEngineHarness, MINUTE, SECOND } from "./engine-harness.ts";

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

describe("tabs that cannot share tokens", () => {
  it.each([
    ["the token source has no key", () => createTabs(null)],
    ["`shareAcrossTabs` is false", () => createEngineHarness({ source: { key: "ada" }, shareAcrossTabs: false })],
  ])("calls the token source in each tab if %s", async (_, create) => {
    const harness = create();
    await Promise.all([harness.started(), harness.started()]);
    expect(harness.source.calls).toHaveLength(2);
    expect(Channel.count).toBe(0);
  });

  it("F34 returns tokens in a browser that lacks Web Locks or BroadcastChannel", async () => {
    for (const [present, missing] of [
      ["BroadcastChannel", "navigator"],
      ["navigator", "BroadcastChannel"],
    ] as const) {
      vi.stubGlobal(present, { navigator: { onLine: true, locks }, BroadcastChannel: Channel }[present]);
      vi.stubGlobal(missing, undefined);
      const harness = createTabs();
      expect((await harness.started()).getSnapshot().status).toBe("authenticated");
    }
  });

  it("F35 if another tab never releases the lock, calls the token source after five seconds", async () => {
    const name = `assistant-cloud-auth:${JSON.stringify(["https://cloud.example", "backend", "ada"])}`;
    void locks.request(name, {}, () => new Promise(() => {}));
    const harness = createTabs();
    const engine = harness.start();
    await harness.clock.advance(4_999);
    expect(harness.source.calls).toHaveLength(0);
    await harness.clock.advance(1);
    expect(engine.getSnapshot().status).toBe("authenticated");
  });

  it("F12 F35 the call limit counts a source call when it starts, not while it waits for the lock", async () => {
    const name = `assistant-cloud-auth:${JSON.stringify(["https://cloud.example", "backend", "ada"])}`;
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    void locks.request(name, {}, () => released);
    const harness = createTabs();
    const engine = harness.start();
    await harness.clock.settle();
    await harness.sleep(100 * SECOND, false);
    expect(harness.callTimes).toEqual([100 * SECOND]);
    release();
    for (let more = 0; more < 12; more += 1) await engine.refresh().catch(() => null);
    expect(harness.source.calls).toHaveLength(10);
  });

  it("F35 calls the token source without a lock if the lock manager throws or rejects", async () => {
    for (const request of [
      () => {
        throw new Error("storage is blocked");
      },
      () => Promise.reject(new DOMException("no", "SecurityError")),
    ]) {
      vi.stubGlobal("navigator", { onLine: true, locks: { request, query: request } });
      const harness = createTabs();
      expect((await harness.started()).getSnapshot().status).toBe("authenticated");
    }
  });

  it("F53 a new tab finds the other tabs although no tab holds a lock between source calls", async () => {
    const harness = createTabs();
    const first = await harness.started();
    await harness.clock.advance(SECOND);
    expect(locks.counts()).toEqual({ held: 0, waiting: 0 });
    const second = await harness.started();
    expect(harness.source.calls).toHaveLength(1);
    expect(await second.getToken()).toBe(await first.getToken());
    expect(locks.counts()).toEqual({ held: 0, waiting: 0 });
  });

  it("F53 only the first new tab waits for a crashed tab", async () => {
    const harness = createTabs();
    await harness.started();
    // A crashed tab leaves its storage entry behind but receives no messages. Isolated channels simulate that.
    vi.stubGlobal("BroadcastChannel", createChannelClass());
    const statusAtOnce = async () => {
      const engine = harness.start();
      await harness.clock.settle();
      const { status } = engine.getSnapshot();
      await harness.clock.advance(SECOND);
      engine.dispose();
      await harness.clock.settle();
      return status;
    };
    expect(await statusAtOnce()).toBe("loading");
    expect(await statusAtOnce()).toBe("authenticated");
  });

  it("F53 a new tab finds a resumed tab even if another tab removed the resumed tab's storage entry", async () => {
    const harness = createTabs();
    const first = await harness.started();
    // Simulate a frozen tab whose storage entry was removed. It receives the queued messages only when it resumes.
    for (const entry of Object.keys(localStorage)) localStorage.removeItem(entry);
    new Channel(`assistant-cloud-auth:${JSON.stringify(["https://cloud.example", "backend", "ada"])}`).postMessage(
      null,
    );
    await harness.clock.settle();
    const second = await harness.started();
    expect(harness.source.calls).toHaveLength(1);
    expect(await second.getToken()).toBe(await first.getToken());
  });

  it("F53 `localStorage` contains no user key, and the tabs remove their entries when they close", async () => {
    const harness = createTabs();
    const tabs = [await harness.started(), await harness.started()];
    expect(Object.keys(localStorage)).toHaveLength(2);
    expect(Object.keys(localStorage).join()).not.toContain("ada");
    for (const tab of tabs) tab.dispose();
    await harness.clock.settle();
    expect(Object.keys(localStorage)).toEqual([]);
  });

  it("F36 no channel, lock or timer remains when the tabs close", async () => {
    const harness = createTabs();
    const tabs = [await harness.started(), await harness.started()];
    for (const tab of tabs) tab.dispose();
    await harness.clock.settle();
    expect(Channel.count).toBe(0);
    expect(locks.counts()).toEqual({ held: 0, waiting: 0 });
    expect(harness.clock.pendingTimers).toBe(0);
  });

  it("F27 after a switch of the user, a tab shares tokens with the tabs of the new user", async () => {
    const harness = createTabs();
    const engine = await harness.started();
    harness.source.handle(() => harness.mint({ claims: { sub: "grace" } }));
    engine.setTokenSource({ kind: "backend", key: "grace", getToken: harness.source.getToken });
    await engine.getToken();
    await harness.clock.settle();
    expect(Channel.names()).toEqual([expect.stringContaining("grace")]);
    await harness.clock.advance(MINUTE);
    expect(engine.getSnapshot().userId).toBe("grace");
  });
});
