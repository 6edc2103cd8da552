import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createEngineHarness, SECOND } from "./engine-harness.ts";

const page = new EventTarget();
beforeEach(() => {
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("window", page);
});
afterEach(() => vi.unstubAllGlobals());

/** Starts an engine whose source fails for a while, then goes online. Returns the snapshot a second later. */
async function goOnlineAfter(seconds: number, handler: (() => Promise<string>) | null) {
  const harness = createEngineHarness({ source: { handler } });
  const engine = harness.start();
  await harness.clock.advance(seconds * SECOND);
  expect(engine.getSnapshot().error?.code).toBe("circuit_open");
  harness.source.handle(() => harness.mint());
  page.dispatchEvent(new Event("online"));
  await harness.clock.advance(SECOND);
  return engine.getSnapshot();
}

describe("a network failure inside an SDK, after which the browser comes back online", () => {
  it("F18 F33 the engine calls the source within a second if the source's calls have timed out", async () => {
    expect(await goOnlineAfter(55, null)).toMatchObject({ status: "authenticated", breaker: null });
  });

  it("F16 F33 the engine calls the source within a second if the SDK has thrown an error of its own", async () => {
    const handler = () => Promise.reject(new Error("Failed to fetch"));
    expect(await goOnlineAfter(40, handler)).toMatchObject({ status: "authenticated", breaker: null });
  });

  it("F19 F33 the engine waits for the delay that the source's error contains", async () => {
    const busy = new AssistantCloudAuthError("source_failed", "busy", { retryAfterMs: 60 * SECOND });
    expect(await goOnlineAfter(290, () => Promise.reject(busy))).toMatchObject({ status: "error" });
  });
});
