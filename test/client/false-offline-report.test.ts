import { afterEach, describe, expect, it, vi } from "vitest";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";

afterEach(() => vi.unstubAllGlobals());

describe("a browser that reports by mistake that it is offline", () => {
  const rejectCall = () => Promise.reject(new TypeError("Failed to fetch"));
  async function startOffline() {
    vi.stubGlobal("navigator", { onLine: false });
    const harness = createEngineHarness({ source: { handler: rejectCall } });
    const engine = await harness.started();
    return { engine, harness };
  }

  it("F33 retries within a minute, although no `online` event follows and no caller requests a token", async () => {
    const { engine, harness } = await startOffline();
    expect(engine.getSnapshot().error).toMatchObject({ code: "offline" });
    harness.source.handle(() => harness.mint());
    await harness.clock.advance(MINUTE);
    expect(engine.getSnapshot().status).toBe("authenticated");
    expect(harness.source.calls).toHaveLength(2);
  });

  it("F33 makes at most one call a minute while every call fails", async () => {
    const { harness } = await startOffline();
    await harness.clock.advance(10 * MINUTE);
    expect(harness.source.calls.length).toBeGreaterThanOrEqual(6);
    expect(harness.source.calls.length).toBeLessThanOrEqual(11);
  });

  it("F33 `getToken()` still calls the token source without waiting for this minute", async () => {
    const { engine, harness } = await startOffline();
    await harness.clock.advance(30 * SECOND);
    expect(await rejectionOf(engine.getToken())).toMatchObject({ code: "offline" });
    expect(harness.source.calls).toHaveLength(2);
  });
});
