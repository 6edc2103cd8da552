import { describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createWorld, MINUTE, rejectionOf, SECOND } from "./engine-world.ts";

describe("a switch from one user to the next", () => {
  it("F27 drops the state of the previous user, including a call in flight", async () => {
    const world = createWorld({ source: { key: "ada" } });
    world.source.handle(null);
    const engine = world.start();
    const waiter = rejectionOf(engine.getToken());
    await world.clock.settle();
    const ofAda = await world.source.waiting;
    engine.setTokenSource({ kind: "backend", key: "grace", getToken: world.source.getToken });
    expect(await waiter).toMatchObject({ code: "superseded" });
    expect(ofAda.request.signal.aborted).toBe(true);
    const ofGrace = engine.getToken();
    ofAda.resolve(world.mint());
    await world.clock.settle();
    expect(engine.getSnapshot().status).toBe("loading");
    (await world.source.waiting).resolve(world.mint({ claims: { sub: "grace" } }));
    await ofGrace;
    expect(engine.getSnapshot().userId).toBe("grace");
  });

  it("F27 returns no token of the previous user once the token source's key has changed", async () => {
    const world = createWorld({ source: { key: "ada" } });
    const engine = await world.started();
    const ofAda = await engine.getToken();
    world.source.handle(() => world.mint({ claims: { sub: "grace" } }));
    engine.setTokenSource({ kind: "backend", key: "grace", getToken: world.source.getToken });
    expect(engine.getSnapshot()).toMatchObject({ status: "loading", userId: null });
    expect(await engine.getToken()).not.toBe(ofAda);
  });

  it("F27 rejects a waiting `getToken()` of the previous user, and never returns the next user's token", async () => {
    const world = createWorld({ source: { key: "ada" } });
    const engine = await world.started();
    world.source.handle(null);
    await world.clock.advance(280 * SECOND);
    const waiter = rejectionOf(engine.getToken());
    engine.setTokenSource({
      kind: "backend",
      key: "grace",
      getToken: async () => world.mint({ claims: { sub: "grace" } }),
    });
    await engine.getToken();
    expect(engine.getSnapshot().userId).toBe("grace");
    expect(await waiter).toMatchObject({ code: "superseded" });
  });

  it("F27 drops a result of the previous user that arrives at any microtask around the switch", async () => {
    for (let microtasks = 0; microtasks < 12; microtasks += 1) {
      const world = createWorld({ source: { key: "ada" } });
      world.source.handle(null);
      const engine = await world.started();
      const waiter = engine.getToken().catch(() => null);
      (await world.source.waiting).resolve(world.mint());
      for (let turn = 0; turn < microtasks; turn += 1) await Promise.resolve();
      const early = engine.getSnapshot().userId;
      engine.setTokenSource({ kind: "backend", key: "grace", getToken: world.source.getToken });
      await world.clock.settle();
      expect(engine.getSnapshot().userId).toBe(null);
      if (early === null) expect(await waiter).toBe(null);
    }
  });

  it("F27 does not call the first user's token source if the user changes synchronously", async () => {
    const world = createWorld({ source: { key: "ada" } });
    const engine = world.start();
    const ofGrace = vi.fn(async () => world.mint({ claims: { sub: "grace" } }));
    engine.setTokenSource({ kind: "backend", key: "grace", getToken: ofGrace });
    await world.clock.advance(0);
    expect(world.source.calls).toHaveLength(0);
    expect(ofGrace).toHaveBeenCalledOnce();
    expect(engine.getSnapshot().userId).toBe("grace");
  });

  it.each([
    [
      "F20 if the user switches after a 401",
      () => Promise.reject(new AssistantCloudAuthError("unauthenticated", "401.")),
    ],
    ["F21 if the user switches after a sign-out", () => null],
  ] as [string, () => Promise<never> | null][])("%s, the engine calls the new user's source", async (_, handler) => {
    const world = createWorld({ source: { key: "ada", handler } });
    const engine = await world.started();
    await world.clock.advance(10 * MINUTE);
    expect(world.source.calls).toHaveLength(1);
    const getToken = vi.fn(async () => world.mint({ claims: { sub: "grace" } }));
    engine.setTokenSource({ kind: "backend", key: "grace", getToken });
    await world.clock.advance(0);
    expect(getToken).toHaveBeenCalledOnce();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "grace", error: null });
  });

  it("F37 if the same user's token source gets a new function, the next call uses that function", async () => {
    const world = createWorld();
    const engine = await world.started();
    const getToken = vi.fn(async () => world.mint());
    engine.setTokenSource({ kind: "backend", key: null, getToken });
    expect(world.source.calls).toHaveLength(1);
    expect(getToken).not.toHaveBeenCalled();
    await engine.refresh();
    expect(getToken).toHaveBeenCalledOnce();
  });

  it("drops an invalidated token and requests a token that is not cached", async () => {
    const world = createWorld();
    const engine = await world.started();
    const old = await engine.getToken();
    engine.invalidate();
    expect(await engine.getToken()).not.toBe(old);
    expect(world.source.calls.map(({ request }) => request.forceRefresh)).toEqual([false, true]);
  });
});
