import { afterEach, describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createEngineHarness, SECOND } from "./engine-harness.ts";

afterEach(() => vi.unstubAllGlobals());

describe("a browser that comes back online", () => {
  it("F33 coming back online closes the circuit breaker, so the token source is called again", async () => {
    vi.stubGlobal("window", new EventTarget());
    vi.stubGlobal("document", new EventTarget());
    const unreachable = () => Promise.reject(new AssistantCloudAuthError("network", "Unreachable."));
    const harness = createEngineHarness();
    const engine = await harness.started();
    harness.source.handle(unreachable);
    await harness.clock.advance(600 * SECOND);
    expect(engine.getSnapshot()).toMatchObject({ status: "error", breaker: "source_keeps_failing" });
    const before = harness.source.calls.length;
    harness.source.handle(() => (harness.source.calls.length === before + 1 ? unreachable() : harness.mint()));
    globalThis.window.dispatchEvent(new Event("online"));
    await harness.clock.advance(5 * SECOND);
    expect(harness.source.calls).toHaveLength(before + 2);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", breaker: null });
  });
});

describe("a token that seems to expire soon because the clock is fast", () => {
  it.each([285, 288, 290, 292, 293.5])(
    "F5 if the clock is %s s fast, refreshes a token before it expires",
    async (fast) => {
      const harness = createEngineHarness({ clockError: fast * SECOND });
      const engine = await harness.started();
      const reads: Promise<string | null>[] = [];
      for (let tenth = 0; tenth < 200; tenth += 1) {
        reads.push(engine.getToken());
        await harness.clock.advance(0.1 * SECOND);
      }
      for (const token of await Promise.all(reads)) expect(token).not.toBe(null);
      expect(harness.source.calls.length).toBeLessThanOrEqual(3);
    },
  );
});
