import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createEngineHarness, rejectionOf, SECOND } from "./engine-harness.ts";

/** A page that counts its event listeners. */
class Page extends EventTarget {
  readonly listeners = new Map<string, number>();
  private count(type: string, by: number) {
    this.listeners.set(type, (this.listeners.get(type) ?? 0) + by);
  }
  override addEventListener(...[type, ...rest]: Parameters<EventTarget["addEventListener"]>) {
    this.count(type, 1);
    super.addEventListener(type, ...rest);
  }
  override removeEventListener(...[type, ...rest]: Parameters<EventTarget["removeEventListener"]>) {
    this.count(type, -1);
    super.removeEventListener(type, ...rest);
  }
}

let page: Page;
beforeEach(() => {
  page = new Page();
  vi.stubGlobal("window", page);
});
afterEach(() => vi.unstubAllGlobals());

const leave = (type: string) => page.dispatchEvent(new Event(type));

/**
 * Starts an engine whose first source call is pending. `abort` makes this call fail, as a browser does when it unloads
 * the page.
 */
async function startCall() {
  const harness = createEngineHarness({ source: {} });
  harness.source.handle(null);
  const engine = harness.start();
  const read = engine.getToken();
  read.catch(() => {});
  await harness.clock.settle();
  const abort = async (error: unknown = new TypeError("NetworkError when attempting to fetch resource.")) => {
    (await harness.source.waiting).reject(error);
    await harness.clock.settle();
  };
  return { ...harness, engine, read, abort };
}

describe("a page that unloads during a call", () => {
  it.each([
    ["beforeunload", ["beforeunload"]],
    ["pagehide", ["pagehide"]],
    ["beforeunload and pagehide", ["beforeunload", "pagehide"]],
  ])("F55 does not report a source call that fails after %s", async (_label, types) => {
    const { engine, events, abort } = await startCall();
    for (const type of types) leave(type);
    await abort();
    expect(engine.getSnapshot()).toMatchObject({ status: "loading", error: null });
    expect(events.map(({ type }) => type)).not.toContain("refresh_failed");
  });

  it("F55 if the user cancels the unload, calls the token source again and returns a token", async () => {
    const { engine, clock, source, read, mint, abort } = await startCall();
    leave("beforeunload");
    await abort();
    source.handle(() => mint());
    await clock.advance(SECOND);
    expect(await read).toBe(await engine.getToken());
    expect(source.calls).toHaveLength(2);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: null });
  });

  it("F55 if the user cancels the unload and the next call also fails, reports the error", async () => {
    const { engine, clock, source, read, abort } = await startCall();
    leave("beforeunload");
    await abort();
    source.handle(() => Promise.reject(new TypeError("down")));
    const rejected = rejectionOf(read);
    await clock.advance(SECOND);
    expect(await rejected).toMatchObject({ code: "source_failed" });
    expect(engine.getSnapshot().status).toBe("error");
  });

  it("F55 a refresh that fails while the page unloads sets no `refreshError`", async () => {
    const { engine, clock, source, mint, abort } = await startCall();
    (await source.waiting).resolve(mint());
    await clock.settle();
    void engine.refresh().catch(() => {});
    await clock.settle();
    leave("pagehide");
    await abort();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: null });
  });

  it.each([
    ["401", new AssistantCloudAuthError("unauthenticated", "401.")],
    ["429 with Retry-After", new AssistantCloudAuthError("rate_limited", "429.", { retryAfterMs: 30_000 })],
  ])("F55 reports the error response %s even while the page unloads", async (_label, error) => {
    const { engine, clock, source, read, abort } = await startCall();
    leave("beforeunload");
    const rejected = rejectionOf(read);
    await abort(error);
    await clock.advance(5 * SECOND);
    expect(await rejected).toMatchObject({ code: error.code });
    expect(source.calls).toHaveLength(1);
    expect(engine.getSnapshot().status).toBe("error");
  });

  it("F55 makes at most ten source calls in 30 seconds if the page repeatedly starts to unload", async () => {
    const { clock, source, read } = await startCall();
    const rejected = rejectionOf(read);
    source.handle(() => {
      leave("beforeunload");
      return Promise.reject(new TypeError("aborted"));
    });
    leave("beforeunload");
    source.calls[0]?.reject(new TypeError("aborted"));
    await clock.advance(30 * SECOND);
    await rejected;
    expect(source.calls.length).toBeLessThanOrEqual(10);
  });

  it("F55 immediately reports a failure that occurs before the unload", async () => {
    const { engine, read, abort } = await startCall();
    const rejected = rejectionOf(read);
    await abort();
    leave("beforeunload");
    expect(await rejected).toMatchObject({ code: "source_failed" });
    expect(engine.getSnapshot().status).toBe("error");
  });

  it("F55 the page has unload listeners only during a source call, so the browser can cache the page", async () => {
    const { clock, source, mint, engine } = await startCall();
    expect(page.listeners.get("beforeunload")).toBe(1);
    (await source.waiting).resolve(mint());
    await clock.settle();
    expect(page.listeners.get("beforeunload")).toBe(0);
    void engine.refresh().catch(() => {});
    await clock.settle();
    leave("beforeunload");
    engine.dispose();
    await clock.settle();
    expect([...page.listeners.values()].every((count) => count === 0)).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });
});
