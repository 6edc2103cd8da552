import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { createChannelClass, createLockManager, createStorage } from "../support/simulated-browser.ts";
import { createWorld, SECOND } from "./engine-world.ts";

beforeEach(() => {
  vi.stubGlobal("navigator", { onLine: true, locks: createLockManager() });
  vi.stubGlobal("BroadcastChannel", createChannelClass());
  vi.stubGlobal("localStorage", createStorage());
});
afterEach(() => vi.unstubAllGlobals());

describe("the storage entry of an open tab", () => {
  const hasEntered = () => Object.keys(localStorage).some((entry) => entry.startsWith("assistant-cloud-auth:tab:"));
  const createEngine = () => {
    const world = createWorld({ source: { key: "ada" } });
    const { source, clock } = world;
    source.handle(() => world.mint());
    const engine = createEngineCore(
      engineDependencies({ baseUrl: "https://cloud.example", tokenSource: source, clock }),
    );
    return { world, engine };
  };

  it("F35 writes the storage entry before a `getToken()` waits for other tabs", () => {
    const { engine, world } = createEngine();
    world.source.handle(null);
    engine.connect();
    engine.getToken().catch(() => {});
    expect(hasEntered()).toBe(true);
  });

  it("writes no storage entry if the tab disconnects immediately", async () => {
    const { world, engine } = createEngine();
    engine.connect()();
    await world.clock.settle();
    await world.clock.advance(SECOND);
    expect(hasEntered()).toBe(false);
  });
});
