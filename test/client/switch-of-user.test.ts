import { describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";

describe("a switch from one user to the next", () => {
  it("F27 drops the previous user's state and aborts the previous user's pending source call", async () => {
    const harness = createEngineHarness({ source: { key: "ada" } });
    harness.source.handle(null);
    const engine = harness.start();
    const waiter = rejectionOf(engine.getToken());
    await harness.clock.settle();
    const ofAda = await harness.source.waiting;
    engine.setTokenSource({ kind: "backend", key: "grace", getToken: harness.source.getToken });
    expect(await waiter).toMatchObject({ code: "superseded" });
    expect(ofAda.request.signal.aborted).toBe(true);
    const ofGrace = engine.getToken();
    ofAda.resolve(harness.mint());
    await harness.clock.settle();
    expect(engine.getSnapshot().status).toBe("loading");
    (await harness.source.waiting).resolve(harness.mint({ claims: { sub: "grace" } }));
    await ofGrace;
    expect(engine.getSnapshot().userId).toBe("grace");
  });

  it("F27 returns no token of the previous user once the token source's key has changed", async () => {
    const harness = createEngineHarness({ source: { key: "ada" } });
    const engine = await harness.started();
    const ofAda = await engine.getToken();
    harness.source.handle(() => harness.mint({ claims: { sub: "grace" } }));
    engine.setTokenSource({ kind: "backend", key: "grace", getToken: harness.source.getToken });
    expect(engine.getSnapshot()).toMatchObject({ status: "loading", userId: null });
    expect(await engine.getToken()).not.toBe(ofAda);
  });

  it("F27 rejects a waiting `getToken()` of the previous user, and never returns the next user's token", async () => {
    const harness = createEngineHarness({ source: { key: "ada" } });
    const engine = await harness.started();
    harness.source.handle(null);
    await harness.clock.advance(280 * SECOND);
    const waiter = rejectionOf(engine.getToken());
    engine.setTokenSource({
      kind: "backend",
      key: "grace",
      getToken: async () => harness.mint({ claims: { sub: "grace" } }),
    });
    await engine.getToken();
    expect(engine.getSnapshot().userId).toBe("grace");
    expect(await waiter).toMatchObject({ code: "superseded" });
  });

  it("F27 drops the previous user's token even if it arrives a few microtasks before the switch", async () => {
    for (let microtasks = 0; microtasks < 12; microtasks += 1) {
      const harness = createEngineHarness({ source: { key: "ada" } });
      harness.source.handle(null);
      const engine = await harness.started();
      const waiter = engine.getToken().catch(() => null);
      (await harness.source.waiting).resolve(harness.mint());
      for (let turn = 0; turn < microtasks; turn += 1) await Promise.resolve();
      const early = engine.getSnapshot().userId;
      engine.setTokenSource({ kind: "backend", key: "grace", getToken: harness.source.getToken });
      await harness.clock.settle();
      expect(engine.getSnapshot().userId).toBe(null);
      if (early === null) expect(await waiter).toBe(null);
    }
  });

  it("F27 never calls the first user's token source if the user changes right after the engine starts", async () => {
    const harness = createEngineHarness({ source: { key: "ada" } });
    const engine = harness.start();
    const ofGrace = vi.fn(async () => harness.mint({ claims: { sub: "grace" } }));
    engine.setTokenSource({ kind: "backend", key: "grace", getToken: ofGrace });
    await harness.clock.advance(0);
    expect(harness.source.calls).toHaveLength(0);
    expect(ofGrace).toHaveBeenCalledOnce();
    expect(engine.getSnapshot().userId).toBe("grace");
  });

  it.each([
    [
      "F20 if the user changes after a 401",
      () => Promise.reject(new AssistantCloudAuthError("unauthenticated", "401.")),
    ],
    ["F21 if the user changes after a sign-out", () => null],
  ] as [string, () => Promise<never> | null][])("%s, the engine calls the new user's source", async (_, handler) => {
    const harness = createEngineHarness({ source: { key: "ada", handler } });
    const engine = await harness.started();
    await harness.clock.advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(1);
    const getToken = vi.fn(async () => harness.mint({ claims: { sub: "grace" } }));
    engine.setTokenSource({ kind: "backend", key: "grace", getToken });
    await harness.clock.advance(0);
    expect(getToken).toHaveBeenCalledOnce();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "grace", error: null });
  });

  it("F37 if only the function of the token source changes, the next call uses the new function", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    const getToken = vi.fn(async () => harness.mint());
    engine.setTokenSource({ kind: "backend", key: null, getToken });
    expect(harness.source.calls).toHaveLength(1);
    expect(getToken).not.toHaveBeenCalled();
    await engine.refresh();
    expect(getToken).toHaveBeenCalledOnce();
  });

  it("drops an invalidated token, and calls the token source with `forceRefresh`", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    const old = await engine.getToken();
    engine.invalidate();
    expect(await engine.getToken()).not.toBe(old);
    expect(harness.source.calls.map(({ request }) => request.forceRefresh)).toEqual([false, true]);
  });
});
