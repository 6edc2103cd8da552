import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SECOND } from "./engine-harness.ts";
import { createTabs, post, stubTabGlobals } from "./simulated-tabs.ts";

beforeEach(() => {
  stubTabGlobals();
});
afterEach(() => vi.unstubAllGlobals());

describe("messages that a tab ignores", () => {
  it("F34 ignores another tab's token if the token is older, expired, malformed or of another user", async () => {
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

  it("F29 F34 a signed-out tab ignores another tab's token that was not issued after the sign-out", async () => {
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
