import { describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";

const rejectCall = () => Promise.reject(new TypeError("down"));
const retryAfter = { retryAfterMs: 30 * SECOND };

describe("a token source that fails", () => {
  it("F16 returns the old token while a failing token source is retried with growing delays", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    const old = await engine.getToken();
    harness.source.handle(rejectCall);
    await harness.clock.advance(255 * SECOND);
    expect(engine.getSnapshot()).toMatchObject({
      status: "authenticated",
      error: null,
      refreshError: { code: "source_failed", usableUntil: engine.getSnapshot().expiresAt },
    });
    expect(await engine.getToken()).toBe(old);
    const waits = harness.callTimes.slice(2).map((time, index) => time - (harness.callTimes[index + 1] ?? 0));
    expect(waits).toEqual([1.5 * SECOND, 2.5 * SECOND, 4.5 * SECOND]);
    harness.source.handle(() => harness.mint());
    await harness.clock.advance(30 * SECOND);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: null });
    expect(await engine.getToken()).not.toBe(old);
  });

  it("F17 rejects with `expired_token` once the token expires, and recovers when the source recovers", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    harness.source.handle(rejectCall);
    await harness.clock.advance(301 * SECOND);
    expect(engine.getSnapshot()).toMatchObject({ status: "error", error: { code: "expired_token" } });
    expect(await rejectionOf(engine.getToken())).toMatchObject({
      code: "expired_token",
      cause: { code: "source_failed" },
    });
    expect(harness.events.filter(({ type }) => type === "expired")).toHaveLength(1);
    harness.source.handle(() => harness.mint());
    await harness.clock.advance(2 * MINUTE);
    expect(engine.getSnapshot().status).toBe("authenticated");
  });

  it("F18 aborts a token source that hangs, and ignores the result that the source returns later", async () => {
    const harness = createEngineHarness({ source: {} });
    harness.source.handle(null);
    const engine = harness.start();
    const read = rejectionOf(engine.getToken());
    await harness.clock.advance(9_999);
    expect((await harness.source.waiting).request.signal.aborted).toBe(false);
    await harness.clock.advance(1);
    expect(await read).toMatchObject({ code: "source_timeout", retryable: true });
    const hung = harness.source.calls[0];
    expect(hung?.request.signal.aborted).toBe(true);
    const next = engine.getToken();
    const lateToken = harness.mint({ claims: { sub: "late" } });
    hung?.resolve(lateToken);
    await harness.clock.settle();
    expect(engine.getSnapshot().userId).toBe(null);
    (await harness.source.waiting).resolve(harness.mint());
    expect(await next).not.toBe(lateToken);
    expect(engine.getSnapshot().userId).toBe("ada");
  });

  it.each([Number.POSITIVE_INFINITY, 2 ** 40])(
    "F18 limits a timeout of %s ms to the longest delay that a timer supports",
    async (ms) => {
      const harness = createEngineHarness({ source: {}, sourceTimeoutMs: ms });
      harness.source.handle(null);
      harness.start();
      await harness.clock.advance(2 ** 31 - 2);
      expect((await harness.source.waiting).request.signal.aborted).toBe(false);
      await harness.clock.advance(1);
      expect(harness.source.calls[0]?.request.signal.aborted).toBe(true);
    },
  );

  it("F19 does not call a rate-limited token source before the time in Retry-After has passed", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    const old = await engine.getToken();
    harness.source.handle(() =>
      Promise.reject(new AssistantCloudAuthError("rate_limited", "Too many.", { retryAfterMs: 30 * SECOND })),
    );
    await harness.clock.advance(240 * SECOND);
    const { length } = harness.source.calls;
    for (let second = 0; second < 29; second += 1) {
      expect(await engine.getToken()).toBe(old);
      await harness.clock.advance(SECOND);
    }
    expect(harness.source.calls).toHaveLength(length);
    await harness.clock.advance(5 * SECOND);
    expect(harness.source.calls).toHaveLength(length + 1);
  });

  it.each([
    ["fails once", rejectCall],
    ["fails seven times in a row", rejectCall, 8],
    ["asks for a pause", () => Promise.reject(new AssistantCloudAuthError("rate_limited", "429.", retryAfter))],
  ] as [string, () => Promise<never>, number?][])(
    "F22 twenty clients retry after twenty different delays if the token source %s",
    async (_, handler, attempts = 2) => {
      const waits = new Set<number>();
      for (let client = 0; client < 20; client += 1) {
        const harness = createEngineHarness({ random: () => client / 20, source: { handler } });
        harness.start();
        while (harness.callTimes.length < attempts) await harness.clock.advance(SECOND);
        const [before = 0, last = 0] = harness.callTimes.slice(-2);
        waits.add(last - before);
      }
      expect(waits.size).toBe(20);
    },
  );

  it("F20 after `unauthenticated` from the token source, drops the token and makes no call until a reset", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    harness.source.handle(() => Promise.reject(new AssistantCloudAuthError("unauthenticated", "401.")));
    await harness.clock.advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(2);
    expect(engine.getSnapshot()).toMatchObject({ status: "error", breaker: null, error: { code: "unauthenticated" } });
    expect(await rejectionOf(engine.getToken())).toMatchObject({ code: "unauthenticated", retryable: false });
    expect(harness.source.calls).toHaveLength(2);
    harness.source.handle(() => harness.mint());
    await engine.reset();
    expect(engine.getSnapshot().status).toBe("authenticated");
  });

  it("F21 treats null from the token source as a sign-out, without an error and without polling", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    harness.source.handle(() => null);
    await harness.clock.advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(2);
    expect(engine.getSnapshot()).toMatchObject({ status: "unauthenticated", error: null, userId: null });
    expect(await engine.getToken()).toBe(null);
    expect(harness.clock.pendingTimers).toBe(0);
    harness.source.handle(() => harness.mint());
    expect(await engine.refresh()).not.toBe(null);
  });

  it("if a token source throws synchronously, the JSON of the error omits the source's own message", async () => {
    const harness = createEngineHarness({ source: {} });
    const engine = harness.start();
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

describe("disposal and listeners of an engine", () => {
  it("F36 disposing the engine clears its timers and rejects the waiting `getToken()` calls", async () => {
    const harness = createEngineHarness({ source: {} });
    harness.source.handle(null);
    const engine = harness.start();
    const waiter = rejectionOf(engine.getToken());
    await harness.clock.settle();
    engine.dispose();
    expect(await waiter).toMatchObject({ code: "disposed" });
    expect(harness.clock.pendingTimers).toBe(0);
    expect(harness.source.calls[0]?.request.signal.aborted).toBe(true);
    expect(await rejectionOf(engine.getToken())).toMatchObject({ code: "disposed" });
  });

  it("an event listener that throws does not affect tokens", async () => {
    const report = vi.fn();
    vi.stubGlobal("reportError", report);
    const harness = createEngineHarness({
      onEvent: () => {
        throw new Error("listener");
      },
    });
    const engine = harness.start();
    engine.subscribe(() => {
      throw new Error("subscriber");
    });
    expect(await engine.getToken()).not.toBe(null);
    expect(report).toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});

describe("the settings of the engine", () => {
  it.each([
    "/api",
    "cloud.example",
    "ftp://cloud.example",
    "",
    "https://u:p@cloud.example",
    "https://cloud.example?x=1",
  ])("rejects %j as the base URL and names a remedy", (baseUrl) => {
    const harness = createEngineHarness({ baseUrl });
    expect(() => harness.start()).toThrow(
      expect.objectContaining({ code: "configuration", remedy: expect.any(String) }),
    );
  });

  it("rejects a token source that has the wrong type", () => {
    for (const tokenSource of [undefined, {}, { kind: "backend", key: null }, () => "token"]) {
      const harness = createEngineHarness({ tokenSource: tokenSource as never });
      expect(() => harness.start()).toThrow(expect.objectContaining({ code: "configuration" }));
    }
  });
});
