import { afterEach, describe, expect, it, vi } from "vitest";
import { createAuthorizedFetch } from "../../src/client/authorized-fetch.ts";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import type { EngineCore } from "../../src/client/token-engine.ts";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import type { ControlledSource } from "../../src/testing/create-controlled-source.ts";
import { createEngineHarness, rejectionOf, SECOND } from "./engine-harness.ts";

afterEach(() => vi.unstubAllGlobals());

const sessionEnded = new AssistantCloudAuthError("unauthenticated", "The token route answered 401.");

/**
 * Creates an engine that has no timers or page listeners. The engine acts only when the test calls one of its
 * functions.
 */
function createDriven(harness: ReturnType<typeof createEngineHarness>) {
  const { clock, source } = harness;
  const options = { baseUrl: "https://cloud.example", tokenSource: source, clock, random: () => 0.5 };
  return createEngineCore(engineDependencies(options));
}

describe("the user of a source with a key", () => {
  const endings: [string, (engine: EngineCore, source: ControlledSource) => unknown][] = [
    ["`invalidate()`", (engine) => engine.invalidate()],
    [
      "a sign-out",
      (engine, source) => {
        source.handle(() => null);
        return engine.refresh();
      },
    ],
  ];
  it.each(endings)(
    "F28 after %s, the engine still rejects the token of another user under the same key",
    async (_, end) => {
      const harness = createEngineHarness({ source: { key: "ada" } });
      const engine = createDriven(harness);
      await engine.getToken();
      await harness.clock.advance(10 * SECOND);
      await end(engine, harness.source);
      harness.source.handle(() => harness.mint({ claims: { sub: "grace" } }));
      expect(await rejectionOf(engine.refresh())).toMatchObject({ code: "identity_mismatch" });
      expect(engine.peek()).toBe(null);
    },
  );

  it("F28 after a change of the key, the engine accepts another user's token", async () => {
    const harness = createEngineHarness({ source: { key: "ada" } });
    const engine = createDriven(harness);
    await engine.getToken();
    await harness.clock.advance(10 * SECOND);
    harness.source.handle(() => harness.mint({ claims: { sub: "grace" } }));
    engine.setTokenSource({ ...harness.source, key: "grace" });
    expect(await engine.getToken()).not.toBe(null);
    expect(engine.getSnapshot().userId).toBe("grace");
  });
});

describe("a new token that the server sends in a response header", () => {
  async function afterResponse(rotated: (harness: ReturnType<typeof createEngineHarness>) => string) {
    const harness = createEngineHarness({ source: { key: "ada" } });
    const engine = createDriven(harness);
    await engine.getToken();
    await harness.clock.advance(100 * SECOND);
    const before = engine.getSnapshot();
    const header = rotated(harness);
    const send = createAuthorizedFetch(
      () => engine,
      async () => new Response("{}", { headers: { Authorization: header } }),
    );
    expect((await send("https://cloud.example/v1/threads")).status).toBe(200);
    return { engine, before, header };
  }

  it("F26 uses a newer token from a response header if the token names the current user and workspace", async () => {
    const { engine, before, header } = await afterResponse((harness) => `Bearer ${harness.mint()}`);
    expect(engine.getSnapshot().revision).toBe(before.revision + 1);
    expect(await engine.getToken()).toBe(header.slice("Bearer ".length));
  });

  it.each([
    ["older", (harness: ReturnType<typeof createEngineHarness>) => `Bearer ${harness.mint({ age: 150 * SECOND })}`],
    ["of another user", (harness) => `Bearer ${harness.mint({ claims: { sub: "grace" } })}`],
    ["of another workspace", (harness) => `Bearer ${harness.mint({ claims: { workspace_id: "other" } })}`],
    ["malformed", () => "Bearer nonsense"],
    ["sent with the scheme Basic", () => "Basic abc"],
  ])("F26 ignores a response header's token if the token is %s, and returns the response", async (_, rotated) => {
    const { engine, before } = await afterResponse(rotated);
    expect(engine.getSnapshot()).toBe(before);
  });

  it.each([
    ["the user signed out", (harness) => harness.source.handle(() => null)],
    [
      "the app's backend reported the end of the session",
      (harness) => harness.source.handle(() => Promise.reject(sessionEnded)),
    ],
  ] as [string, (harness: ReturnType<typeof createEngineHarness>) => void][])(
    "F26 F29 ignores a token in a response header after %s",
    async (_, endSession) => {
      const harness = createEngineHarness({ source: { key: "ada" } });
      const engine = createDriven(harness);
      await engine.getToken();
      endSession(harness);
      await engine.refresh().catch(() => null);
      const before = engine.getSnapshot();
      engine.adopt(harness.mint());
      expect(engine.getSnapshot()).toBe(before);
      expect(engine.peek()).toBe(null);
    },
  );

  it("F26 F27 ignores the previous user's token in a response header, even if the source has no key", async () => {
    for (const key of ["ada", null]) {
      const harness = createEngineHarness({ source: { key } });
      const engine = createDriven(harness);
      await engine.getToken();
      const ofAda = () => harness.mint();
      harness.source.handle(() => harness.mint({ claims: { sub: "grace" } }));
      engine.setTokenSource({ kind: "backend", key: key === null ? null : "grace", getToken: harness.source.getToken });
      engine.adopt(ofAda());
      if (key !== null) expect(engine.peek()).toBe(null);
      await engine.refresh();
      await harness.clock.advance(100 * SECOND);
      engine.adopt(ofAda());
      expect(engine.getSnapshot().userId).toBe("grace");
    }
  });

  it("F26 ignores a token in a response header after `invalidate()`", async () => {
    const harness = createEngineHarness();
    const engine = createDriven(harness);
    await engine.getToken();
    engine.invalidate();
    engine.adopt(harness.mint());
    expect(engine.peek()).toBe(null);
  });

  it("F26 ignores a token in a response header after another user's engine replaced this engine", async () => {
    const harness = createEngineHarness();
    const engine = createDriven(harness);
    await engine.getToken();
    engine.supersede(createDriven(harness));
    engine.adopt(harness.mint());
    expect(engine.peek()).toBe(null);
  });
});

describe("a change of the user", () => {
  it.each([{ sub: "grace" }, { workspace_id: "other" }])(
    "F28 if the source's key stays the same, keeps the old token and rejects a token with the claim %j",
    async (claims) => {
      const harness = createEngineHarness({ source: { key: "ada" } });
      const engine = await harness.started();
      const old = await engine.getToken();
      harness.source.handle(() => harness.mint({ claims }));
      expect(await rejectionOf(engine.refresh())).toMatchObject({ code: "identity_mismatch", retryable: false });
      expect(await engine.getToken()).toBe(old);
      expect(engine.getSnapshot()).toMatchObject({ userId: "ada", workspaceId: "org:ada" });
    },
  );

  it("F28 if the token source has no key, switches to the workspace of the new token", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    harness.source.handle(() => harness.mint({ claims: { workspace_id: "other" } }));
    await engine.refresh();
    expect(engine.getSnapshot().workspaceId).toBe("other");
  });
});

describe("a visitor whose refresh token the server no longer accepts", () => {
  it("the engine accepts the new visitor's token, and reports no `identity_mismatch`", async () => {
    const harness = createEngineHarness({ source: { kind: "anonymous", key: "anonymous" } });
    const engine = createDriven(harness);
    await engine.getToken();
    await harness.clock.advance(280 * SECOND);
    harness.source.handle(() => harness.mint({ claims: { sub: "second", workspace_id: "second" } }));
    await engine.tick();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "second", workspaceId: "second" });
  });
});

describe("a source that returns the held token again", () => {
  it("calls the source a second time if the held token becomes unusable during the first call", async () => {
    const harness = createEngineHarness({ source: { key: "ada" } });
    const engine = createDriven(harness);
    const old = await engine.getToken();
    await harness.clock.advance(289 * SECOND);
    harness.source.handle(null);
    const read = engine.refresh();
    const call = await harness.source.waiting;
    harness.source.handle(() => harness.mint());
    await harness.clock.advance(9 * SECOND);
    call.resolve(old);
    await harness.clock.advance(2 * SECOND);
    const token = await read;
    expect(token).not.toBe(old);
    expect(engine.peek()).toBe(token);
  });
});

describe("the state of the network", () => {
  const offline = () => vi.stubGlobal("navigator", { onLine: false });
  const online = () => vi.stubGlobal("navigator", { onLine: true });
  const rejectCall = () => Promise.reject(new TypeError("Failed to fetch"));

  it("F33 makes one source call while offline, and another within a second of coming back online", async () => {
    const harness = createEngineHarness();
    const engine = createDriven(harness);
    const old = await engine.getToken();
    await harness.clock.advance(245 * SECOND);
    offline();
    harness.source.handle(rejectCall);
    await engine.tick();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: { code: "offline" } });
    for (let second = 0; second < 20; second += 1) {
      await harness.clock.advance(SECOND);
      await engine.tick();
    }
    expect(harness.source.calls).toHaveLength(2);
    expect(await engine.getToken()).toBe(old);
    online();
    harness.source.handle(() => harness.mint());
    await engine.tick(true);
    expect(engine.nextActionIn()).toBeLessThanOrEqual(SECOND);
    await harness.clock.advance(SECOND);
    await engine.tick();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: null });
    expect(harness.source.calls).toHaveLength(3);
  });

  it("F33 `getToken()` calls the token source while offline, because a local server may respond", async () => {
    offline();
    const harness = createEngineHarness();
    const engine = createDriven(harness);
    harness.source.handle(rejectCall);
    expect(await rejectionOf(engine.getToken())).toMatchObject({ code: "offline" });
    harness.source.handle(() => harness.mint());
    await harness.clock.advance(3 * SECOND);
    await engine.tick();
    expect(harness.source.calls).toHaveLength(1);
    expect(await engine.getToken()).not.toBe(null);
  });

  it("F33 if the browser is online but every source call fails, makes at most ten calls a minute", async () => {
    online();
    const harness = createEngineHarness({ source: { handler: rejectCall } });
    const engine = await harness.started();
    await harness.clock.advance(60 * SECOND);
    expect(engine.getSnapshot().breaker).toBe("source_keeps_failing");
    expect(harness.source.calls.length).toBeLessThanOrEqual(10);
  });

  it("F38 the snapshot stays the same object if the browser comes back online and nothing has failed", async () => {
    const harness = createEngineHarness();
    const engine = createDriven(harness);
    await engine.getToken();
    const snapshot = engine.getSnapshot();
    const listener = vi.fn();
    engine.subscribe(listener);
    online();
    await engine.tick(true);
    expect(engine.getSnapshot()).toBe(snapshot);
    expect(listener).not.toHaveBeenCalled();
  });

  it("F19 after coming back online, waits for the server's Retry-After delay before the next source call", async () => {
    const limited = new AssistantCloudAuthError("rate_limited", "Too many.", { retryAfterMs: 30 * SECOND });
    const harness = createEngineHarness({ source: { handler: () => Promise.reject(limited) } });
    const engine = createDriven(harness);
    await engine.tick();
    await engine.tick(true);
    expect(engine.nextActionIn()).toBeGreaterThanOrEqual(30 * SECOND);
  });
});
