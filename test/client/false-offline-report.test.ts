import { afterEach, describe, expect, it, vi } from "vitest";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";

afterEach(() => vi.unstubAllGlobals());

describe("a browser that reports by mistake that it is offline", () => {
  const rejectCall = () => Promise.reject(new TypeError("Failed to fetch"));
  async function startOffline() {
    const page = new EventTarget();
    vi.stubGlobal("navigator", { onLine: false });
    vi.stubGlobal("window", page);
    const harness = createEngineHarness({ source: { handler: rejectCall } });
    const engine = await harness.started();
    const returnToPage = async () => {
      page.dispatchEvent(new Event("focus"));
      await harness.clock.advance(0);
    };
    return { engine, harness, returnToPage };
  }

  it("F33 retries when the user returns to the page, although no `online` event follows", async () => {
    const { engine, harness, returnToPage } = await startOffline();
    expect(engine.getSnapshot().error).toMatchObject({ code: "offline" });
    harness.source.handle(() => harness.mint());
    await harness.clock.advance(MINUTE);
    await returnToPage();
    expect(engine.getSnapshot().status).toBe("authenticated");
    expect(harness.source.calls).toHaveLength(2);
  });

  it("F33 makes at most one call a minute, however often the user returns to the page", async () => {
    const { harness, returnToPage } = await startOffline();
    for (let second = 0; second < 120; second += 10) {
      await harness.clock.advance(10 * SECOND);
      await returnToPage();
    }
    expect(harness.source.calls).toHaveLength(3);
  });

  it("F33 makes no call while the user does not return to the page", async () => {
    const { harness } = await startOffline();
    await harness.clock.advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(1);
  });

  it("F33 `getToken()` still calls the token source without waiting for this minute", async () => {
    const { engine, harness } = await startOffline();
    await harness.clock.advance(30 * SECOND);
    expect(await rejectionOf(engine.getToken())).toMatchObject({ code: "offline" });
    expect(harness.source.calls).toHaveLength(2);
  });
});
