import { afterEach, describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createWorld, SECOND } from "./engine-world.ts";

afterEach(() => vi.unstubAllGlobals());

describe("a browser that comes back online", () => {
  it("F33 coming back online closes the circuit breaker, so the token source is called again", async () => {
    vi.stubGlobal("window", new EventTarget());
    vi.stubGlobal("document", new EventTarget());
    const unreachable = () => Promise.reject(new AssistantCloudAuthError("network", "Unreachable."));
    const world = createWorld();
    const engine = await world.started();
    world.source.handle(unreachable);
    await world.clock.advance(600 * SECOND);
    expect(engine.getSnapshot()).toMatchObject({ status: "error", breaker: "source_keeps_failing" });
    const before = world.source.calls.length;
    world.source.handle(() => (world.source.calls.length === before + 1 ? unreachable() : world.mint()));
    globalThis.window.dispatchEvent(new Event("online"));
    await world.clock.advance(5 * SECOND);
    expect(world.source.calls).toHaveLength(before + 2);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", breaker: null });
  });
});

describe("a token that seems to expire soon because the clock is fast", () => {
  it.each([285, 288, 290, 292, 293.5])(
    "F5 refreshes a token before it expires on a clock that is %s s fast",
    async (fast) => {
      const world = createWorld({ clockError: fast * SECOND });
      const engine = await world.started();
      const reads: Promise<string | null>[] = [];
      for (let tenth = 0; tenth < 200; tenth += 1) {
        reads.push(engine.getToken());
        await world.clock.advance(0.1 * SECOND);
      }
      for (const token of await Promise.all(reads)) expect(token).not.toBe(null);
      expect(world.source.calls.length).toBeLessThanOrEqual(3);
    },
  );
});
