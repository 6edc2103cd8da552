import { describe, expect, it } from "vitest";
import { createAuthorizedFetch } from "../../src/client/authorized-fetch.ts";
import type { TokenEngine } from "../../src/client/token-engine.ts";
import { createEngineHarness, rejectionOf, SECOND } from "./engine-harness.ts";

type EngineCall = (engine: TokenEngine) => Promise<unknown>;

const engineCalls: [string, EngineCall][] = [
  ["getToken()", (engine) => engine.getToken()],
  ["a forced getToken()", (engine) => engine.getToken({ forceRefresh: true })],
  ["refresh()", (engine) => engine.refresh()],
  [
    "an authorized fetch",
    (engine) =>
      createAuthorizedFetch(
        () => ({ getToken: engine.getToken, adopt: () => {} }),
        () => Promise.resolve(Response.json({})),
      )("https://app.example/token"),
  ],
];

describe("a token source that waits for the engine that calls it", () => {
  it.each(engineCalls)(
    "F59 rejects immediately if the token source calls %s synchronously",
    async (_label, callEngine) => {
      const harness = createEngineHarness({ source: {} });
      harness.source.handle(async () => {
        await callEngine(engine);
        return harness.mint();
      });
      const engine = harness.start();
      const error = await rejectionOf(engine.getToken());
      expect(error).toMatchObject({ code: "configuration", retryable: false });
      expect(error.remedy).toMatch(/getToken.*authorized fetch/);
      expect(harness.clock.monotonic()).toBe(0);
      expect(harness.source.calls).toHaveLength(1);
    },
  );

  it("F59 if a token source awaits `getToken()` of its own engine, the timeout error names this cause", async () => {
    const harness = createEngineHarness({ source: {} });
    harness.source.handle(async () => {
      await Promise.resolve();
      return engine.getToken();
    });
    const engine = harness.start();
    const read = rejectionOf(engine.getToken());
    await harness.clock.advance(10 * SECOND);
    const error = await read;
    expect(error).toMatchObject({ code: "source_timeout" });
    expect(error.remedy).toMatch(/getToken.*authorized fetch/);
  });

  it("F59 all waiting `getToken()` calls return the same token, even if one call forces a refresh", async () => {
    const harness = createEngineHarness({ source: {} });
    harness.source.handle(null);
    const engine = harness.start();
    const readers = [engine.getToken(), engine.getToken()];
    await harness.clock.settle();
    readers.push(engine.getToken({ forceRefresh: true }));
    const token = harness.mint();
    (await harness.source.waiting).resolve(token);
    expect(await Promise.all(readers)).toEqual([token, token, token]);
  });

  it("F59 `getToken()` works again after a token source threw synchronously", async () => {
    const harness = createEngineHarness({ source: {} });
    harness.source.handle(() => {
      throw new TypeError("down");
    });
    const engine = harness.start();
    await rejectionOf(engine.getToken());
    harness.source.handle(null);
    await harness.clock.advance(2 * SECOND);
    const read = engine.getToken();
    await harness.clock.settle();
    const token = harness.mint();
    (await harness.source.waiting).resolve(token);
    expect(await read).toBe(token);
  });

  it("F59 a token source can read the current token during a refresh, without waiting", async () => {
    const harness = createEngineHarness({ source: {} });
    let seen: string | null = null;
    harness.source.handle(async () => {
      if (engine.getSnapshot().status === "authenticated") seen = await engine.getToken();
      return harness.mint();
    });
    const engine = harness.start();
    await harness.clock.advance(0);
    const held = await engine.getToken();
    await harness.clock.advance(245 * SECOND);
    expect(seen).toBe(held);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", revision: 2, refreshError: null });
  });
});
