import type { TokenSource } from "assistant-cloud-auth";
import { describe, expect, it } from "vitest";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";

/** Creates a harness, the source that waits while the auth provider loads, and the source of the user `ada`. */
function createLoading() {
  const harness = createEngineHarness({ source: { key: "ada" } });
  const ready: TokenSource = { kind: "backend", key: "ada", getToken: harness.source.getToken };
  const loading: TokenSource = { ...ready, key: "loading", isPending: true };
  return { harness, ready, loading };
}

describe("an auth provider that takes long to load", () => {
  it("F57 while the provider loads, the state remains `loading`, and the engine makes no source call", async () => {
    const { harness, loading, ready } = createLoading();
    const engine = harness.start({ tokenSource: loading });
    await harness.clock.advance(5 * MINUTE);
    expect(engine.getSnapshot()).toMatchObject({ status: "loading", error: null });
    expect(harness.source.calls).toHaveLength(0);
    engine.setTokenSource(ready);
    await harness.clock.advance(0);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada" });
  });

  it("F57 the deadline of a source call starts when the provider reports the user", async () => {
    const { harness, loading, ready } = createLoading();
    harness.source.handle(null);
    const engine = harness.start({ tokenSource: loading });
    await harness.clock.advance(MINUTE);
    engine.setTokenSource(ready);
    await harness.clock.advance(9 * SECOND);
    expect(engine.getSnapshot().status).toBe("loading");
    await harness.clock.advance(2 * SECOND);
    expect(engine.getSnapshot()).toMatchObject({ status: "error", error: { code: "source_timeout" } });
  });
});

describe("a `getToken()` call that waits for the auth provider to load", () => {
  it("F57 resolves to the user's token when the provider reports the user, with one source call", async () => {
    const { harness, loading, ready } = createLoading();
    const engine = harness.start({ tokenSource: loading });
    const reads = [engine.getToken(), engine.getToken({ forceRefresh: true }), engine.refresh()];
    await harness.clock.advance(12 * SECOND);
    engine.setTokenSource(ready);
    await harness.clock.advance(0);
    expect(new Set(await Promise.all(reads))).toEqual(new Set([await engine.getToken()]));
    expect(harness.source.calls).toHaveLength(1);
  });

  it("F57 continues to wait while the app replaces the source by another pending one", async () => {
    const { harness, loading, ready } = createLoading();
    const engine = harness.start({ tokenSource: loading });
    const read = engine.getToken();
    engine.setTokenSource({ ...loading, key: "still loading" });
    await harness.clock.advance(MINUTE);
    expect(harness.source.calls).toHaveLength(0);
    engine.setTokenSource(ready);
    await harness.clock.advance(0);
    expect(await read).toBe(await engine.getToken());
  });

  it("F57 resolves to null if the provider reports that no user is signed in", async () => {
    const { harness, loading, ready } = createLoading();
    const engine = harness.start({ tokenSource: loading });
    const read = engine.getToken();
    engine.setTokenSource({ ...ready, key: null, getToken: async () => null });
    await harness.clock.advance(0);
    expect(await read).toBe(null);
  });

  it("F57 rejects with the error of the user's first call", async () => {
    const { harness, loading, ready } = createLoading();
    const engine = harness.start({ tokenSource: loading });
    const read = rejectionOf(engine.getToken());
    engine.setTokenSource({ ...ready, getToken: () => Promise.reject(new Error("down")) });
    await harness.clock.advance(0);
    expect(await read).toMatchObject({ code: "source_failed" });
  });

  it("F57 rejects with `superseded` after `invalidate()`, and with `disposed` after `dispose()`", async () => {
    const { harness, loading, ready } = createLoading();
    const engine = harness.start({ tokenSource: loading });
    const invalidated = rejectionOf(engine.getToken());
    engine.invalidate();
    expect(await invalidated).toMatchObject({ code: "superseded" });
    const disposed = rejectionOf(engine.getToken());
    engine.setTokenSource(ready);
    engine.dispose();
    expect(await disposed).toMatchObject({ code: "disposed" });
  });

  it("F27 rejects with `superseded` if the replacing engine has another base URL", async () => {
    const { harness, loading, ready } = createLoading();
    const createCore = (baseUrl: string, tokenSource: TokenSource) =>
      createEngineCore(engineDependencies({ baseUrl, tokenSource, clock: harness.clock }));
    const engine = createCore("https://cloud.example", loading);
    const read = rejectionOf(engine.getToken());
    engine.supersede(createCore("https://other.example", ready));
    expect(await read).toMatchObject({ code: "superseded" });
    expect(harness.source.calls).toHaveLength(0);
  });
});

describe("a change of the user that is no end of the loading", () => {
  it.each([
    ["the provider loads again", { isPending: true }],
    ["another user signs in", { key: "grace" }],
  ])("F27 a `getToken()` call of a known user rejects with `superseded` if %s", async (_, change) => {
    const { harness, ready } = createLoading();
    harness.source.handle(null);
    const engine = harness.start({ tokenSource: ready });
    const read = rejectionOf(engine.getToken());
    engine.setTokenSource({ ...ready, ...change });
    expect(await read).toMatchObject({ code: "superseded" });
  });
});
