import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { createChannelClass, createLockManager, createStorage } from "../support/simulated-browser.ts";
import { createEngineHarness, SECOND } from "./engine-harness.ts";

beforeEach(() => {
  vi.stubGlobal("navigator", { onLine: true, locks: createLockManager() });
  vi.stubGlobal("BroadcastChannel", createChannelClass());
  vi.stubGlobal("localStorage", createStorage());
});
afterEach(() => vi.unstubAllGlobals());

describe("the storage entry of an open tab", () => {
  const hasEntered = () => Object.keys(localStorage).some((entry) => entry.startsWith("assistant-cloud-auth:tab:"));
  const createEngine = () => {
    const harness = createEngineHarness({ source: { key: "ada" } });
    const { source, clock } = harness;
    source.handle(() => harness.mint());
    const engine = createEngineCore(
      engineDependencies({ baseUrl: "https://cloud.example", tokenSource: source, clock }),
    );
    return { harness, engine };
  };

  it("F35 a new tab writes its storage entry before its `getToken()` waits for other tabs", () => {
    const { engine, harness } = createEngine();
    harness.source.handle(null);
    engine.connect();
    engine.getToken().catch(() => {});
    expect(hasEntered()).toBe(true);
  });

  it("an engine that disconnects immediately writes no storage entry", async () => {
    const { harness, engine } = createEngine();
    engine.connect()();
    await harness.clock.settle();
    await harness.clock.advance(SECOND);
    expect(hasEntered()).toBe(false);
  });
});
