import { describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createWorld, MINUTE, rejectionOf, SECOND } from "./engine-world.ts";

const down = () => Promise.reject(new TypeError("down"));

describe("a source that fails", () => {
  it("F16 leaves readers the old token, tells, retries with growing waits and recovers", async () => {
    const world = createWorld();
    const engine = await world.started();
    const old = await engine.getToken();
    world.source.handle(down);
    await world.clock.advance(255 * SECOND);
    expect(engine.getSnapshot()).toMatchObject({
      status: "authenticated",
      error: null,
      refreshError: { code: "source_failed", usableUntil: engine.getSnapshot().expiresAt },
    });
    expect(await engine.getToken()).toBe(old);
    expect(world.source.calls.length).toBeGreaterThan(2);
    world.source.handle(() => world.mint());
    await world.clock.advance(30 * SECOND);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: null });
    expect(await engine.getToken()).not.toBe(old);
  });

  it("F17 rejects readers with `expired_token` once the token has run out, and recovers by itself", async () => {
    const world = createWorld();
    const engine = await world.started();
    world.source.handle(down);
    await world.clock.advance(301 * SECOND);
    expect(engine.getSnapshot()).toMatchObject({ status: "error", error: { code: "expired_token" } });
    expect(await rejectionOf(engine.getToken())).toMatchObject({
      code: "expired_token",
      cause: { code: "source_failed" },
    });
    expect(world.events.filter(({ type }) => type === "expired")).toHaveLength(1);
    world.source.handle(() => world.mint());
    await world.clock.advance(2 * MINUTE);
    expect(engine.getSnapshot().status).toBe("authenticated");
  });

  it("F18 gives up on a source that hangs, aborts it, ignores its late answer and begins anew", async () => {
    const world = createWorld({ source: {} });
    world.source.handle(null);
    const engine = world.start();
    const read = rejectionOf(engine.getToken());
    await world.clock.advance(9_999);
    expect(world.source.waiting.request.signal.aborted).toBe(false);
    await world.clock.advance(1);
    expect(await read).toMatchObject({ code: "source_timeout", retryable: true });
    const hung = world.source.calls[0];
    expect(hung?.request.signal.aborted).toBe(true);
    const next = engine.getToken();
    const late = world.mint({ claims: { sub: "late" } });
    hung?.resolve(late);
    await world.clock.settle();
    expect(engine.getSnapshot().userId).toBe(null);
    world.source.waiting.resolve(world.mint());
    expect(await next).not.toBe(late);
    expect(engine.getSnapshot().userId).toBe("ada");
  });

  it("F19 leaves a rate-limited source alone for as long as it asked", async () => {
    const world = createWorld();
    const engine = await world.started();
    const old = await engine.getToken();
    world.source.handle(() =>
      Promise.reject(new AssistantCloudAuthError("rate_limited", "Too many.", { retryAfterMs: 30 * SECOND })),
    );
    await world.clock.advance(240 * SECOND);
    const { length } = world.source.calls;
    for (let second = 0; second < 29; second += 1) {
      expect(await engine.getToken()).toBe(old);
      await world.clock.advance(SECOND);
    }
    expect(world.source.calls).toHaveLength(length);
    await world.clock.advance(5 * SECOND);
    expect(world.source.calls).toHaveLength(length + 1);
  });

  it("F20 stops at once when the app's own backend says 401, drops the token, and re-arms by reset", async () => {
    const world = createWorld();
    const engine = await world.started();
    world.source.handle(() => Promise.reject(new AssistantCloudAuthError("unauthenticated", "401.")));
    await world.clock.advance(10 * MINUTE);
    expect(world.source.calls).toHaveLength(2);
    expect(engine.getSnapshot()).toMatchObject({ status: "error", breaker: null, error: { code: "unauthenticated" } });
    expect(await rejectionOf(engine.getToken())).toMatchObject({ code: "unauthenticated", retryable: false });
    expect(world.source.calls).toHaveLength(2);
    world.source.handle(() => world.mint());
    await engine.reset();
    expect(engine.getSnapshot().status).toBe("authenticated");
  });

  it("F21 takes null for a sign-out: no error, no token, no polling", async () => {
    const world = createWorld();
    const engine = await world.started();
    world.source.handle(() => null);
    await world.clock.advance(10 * MINUTE);
    expect(world.source.calls).toHaveLength(2);
    expect(engine.getSnapshot()).toMatchObject({ status: "unauthenticated", error: null, userId: null });
    expect(await engine.getToken()).toBe(null);
    expect(world.clock.pendingTimers).toBe(0);
    world.source.handle(() => world.mint());
    expect(await engine.refresh()).not.toBe(null);
  });

  it("keeps a source that throws instead of rejecting, and its words, out of the message", async () => {
    const world = createWorld({ source: {} });
    const engine = world.start();
    engine.setTokenSource({
      kind: "backend",
      key: null,
      getToken() {
        throw new Error("token eyJhbGciOi leaked");
      },
    });
    const error = await rejectionOf(engine.getToken());
    expect(error).toMatchObject({ code: "source_failed", cause: { message: "token eyJhbGciOi leaked" } });
    expect(JSON.stringify(error)).not.toContain("eyJ");
  });
});

describe("who is signed in", () => {
  it("F27 drops what belongs to the user before, also the call under way", async () => {
    const world = createWorld({ source: { key: "ada" } });
    world.source.handle(null);
    const engine = world.start();
    const waiter = rejectionOf(engine.getToken());
    await world.clock.settle();
    const ofAda = world.source.waiting;
    engine.setTokenSource({ kind: "backend", key: "grace", getToken: world.source.getToken });
    expect(await waiter).toMatchObject({ code: "superseded" });
    expect(ofAda.request.signal.aborted).toBe(true);
    const ofGrace = engine.getToken();
    ofAda.resolve(world.mint());
    await world.clock.settle();
    expect(engine.getSnapshot().status).toBe("loading");
    world.source.waiting.resolve(world.mint({ claims: { sub: "grace" } }));
    await ofGrace;
    expect(engine.getSnapshot().userId).toBe("grace");
  });

  it("F27 gives no token of the user before once the key has changed", async () => {
    const world = createWorld({ source: { key: "ada" } });
    const engine = await world.started();
    const ofAda = await engine.getToken();
    world.source.handle(() => world.mint({ claims: { sub: "grace" } }));
    engine.setTokenSource({ kind: "backend", key: "grace", getToken: world.source.getToken });
    expect(engine.getSnapshot()).toMatchObject({ status: "loading", userId: null });
    expect(await engine.getToken()).not.toBe(ofAda);
  });

  it("F27 drops a result that arrives in any microtask around the switch", async () => {
    for (let microtasks = 0; microtasks < 12; microtasks += 1) {
      const world = createWorld({ source: { key: "ada" } });
      world.source.handle(null);
      const engine = await world.started();
      const waiter = engine.getToken().catch(() => null);
      world.source.waiting.resolve(world.mint());
      for (let turn = 0; turn < microtasks; turn += 1) await Promise.resolve();
      const early = engine.getSnapshot().userId;
      engine.setTokenSource({ kind: "backend", key: "grace", getToken: world.source.getToken });
      await world.clock.settle();
      expect(engine.getSnapshot().userId).toBe(null);
      if (early === null) expect(await waiter).toBe(null);
    }
  });

  it("F37 takes up a new function of the same user at the next call", async () => {
    const world = createWorld();
    const engine = await world.started();
    const getToken = vi.fn(async () => world.mint());
    engine.setTokenSource({ kind: "backend", key: null, getToken });
    expect(world.source.calls).toHaveLength(1);
    expect(getToken).not.toHaveBeenCalled();
    await engine.refresh();
    expect(getToken).toHaveBeenCalledOnce();
  });

  it("throws an invalidated token away and asks for another that is not from a cache", async () => {
    const world = createWorld();
    const engine = await world.started();
    const old = await engine.getToken();
    engine.invalidate();
    expect(await engine.getToken()).not.toBe(old);
    expect(world.source.calls.map(({ request }) => request.forceRefresh)).toEqual([false, true]);
  });
});

describe("the end", () => {
  it("F36 leaves no timer and rejects waiters when it is disposed", async () => {
    const world = createWorld({ source: {} });
    world.source.handle(null);
    const engine = world.start();
    const waiter = rejectionOf(engine.getToken());
    await world.clock.settle();
    engine.dispose();
    expect(await waiter).toMatchObject({ code: "disposed" });
    expect(world.clock.pendingTimers).toBe(0);
    expect(world.source.calls[0]?.request.signal.aborted).toBe(true);
    expect(await rejectionOf(engine.getToken())).toMatchObject({ code: "disposed" });
  });

  it("is not harmed by listeners that throw", async () => {
    const report = vi.fn();
    vi.stubGlobal("reportError", report);
    const world = createWorld({
      onEvent: () => {
        throw new Error("listener");
      },
    });
    const engine = world.start();
    engine.subscribe(() => {
      throw new Error("subscriber");
    });
    expect(await engine.getToken()).not.toBe(null);
    expect(report).toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});

describe("settings", () => {
  it.each([
    "/api",
    "cloud.example",
    "ftp://cloud.example",
    "",
    "https://u:p@cloud.example",
    "https://cloud.example?x=1",
  ])("refuses %j as base URL with a remedy", (baseUrl) => {
    const world = createWorld({ baseUrl });
    expect(() => world.start()).toThrow(expect.objectContaining({ code: "configuration", remedy: expect.any(String) }));
  });

  it("refuses what is not a token source", () => {
    for (const tokenSource of [undefined, {}, { kind: "backend", key: null }, () => "token"]) {
      const world = createWorld({ tokenSource: tokenSource as never });
      expect(() => world.start()).toThrow(expect.objectContaining({ code: "configuration" }));
    }
  });
});
