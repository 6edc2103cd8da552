import { afterEach, describe, expect, it, vi } from "vitest";
import { createAuthorizedFetch } from "../../src/client/authorized-fetch.ts";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createWorld, rejectionOf, SECOND } from "./engine-world.ts";

afterEach(() => vi.unstubAllGlobals());

const over = new AssistantCloudAuthError("unauthenticated", "The token route answered 401.");

/** Creates an engine without timers or page listeners. It acts only when the test calls it, for example with `tick`. */
function createDriven(world: ReturnType<typeof createWorld>) {
  const { clock, source } = world;
  const options = { baseUrl: "https://cloud.example", tokenSource: source, clock, random: () => 0.5 };
  return createEngineCore(engineDependencies(options));
}

describe("a token that the server replaces in a response header", () => {
  async function afterResponse(rotated: (world: ReturnType<typeof createWorld>) => string) {
    const world = createWorld({ source: { key: "ada" } });
    const engine = createDriven(world);
    await engine.getToken();
    await world.clock.advance(100 * SECOND);
    const before = engine.getSnapshot();
    const header = rotated(world);
    const send = createAuthorizedFetch(
      () => engine,
      async () => new Response("{}", { headers: { Authorization: header } }),
    );
    expect((await send("https://cloud.example/v1/threads")).status).toBe(200);
    return { engine, before, header };
  }

  it("F26 uses a newer token in a response header if user and workspace are the same", async () => {
    const { engine, before, header } = await afterResponse((world) => `Bearer ${world.mint()}`);
    expect(engine.getSnapshot().revision).toBe(before.revision + 1);
    expect(await engine.getToken()).toBe(header.slice("Bearer ".length));
  });

  it.each([
    ["older", (world: ReturnType<typeof createWorld>) => `Bearer ${world.mint({ age: 150 * SECOND })}`],
    ["of another user", (world) => `Bearer ${world.mint({ claims: { sub: "grace" } })}`],
    ["of another workspace", (world) => `Bearer ${world.mint({ claims: { workspace_id: "other" } })}`],
    ["malformed", () => "Bearer nonsense"],
    ["of another scheme", () => "Basic abc"],
  ])("F26 ignores a token in a response header that is %s, and the request still succeeds", async (_, rotated) => {
    const { engine, before } = await afterResponse(rotated);
    expect(engine.getSnapshot()).toBe(before);
  });

  it.each([
    ["the user signed out", (world) => world.source.handle(() => null)],
    ["the app's backend reported the end of the session", (world) => world.source.handle(() => Promise.reject(over))],
  ] as [string, (world: ReturnType<typeof createWorld>) => void][])(
    "F26 F29 ignores a token in a response header after %s",
    async (_, endSession) => {
      const world = createWorld({ source: { key: "ada" } });
      const engine = createDriven(world);
      await engine.getToken();
      endSession(world);
      await engine.refresh().catch(() => null);
      const before = engine.getSnapshot();
      engine.adopt(world.mint());
      expect(engine.getSnapshot()).toBe(before);
      expect(engine.peek()).toBe(null);
    },
  );

  it("F26 F27 ignores a token of the previous user in a response header, with and without a key", async () => {
    for (const key of ["ada", null]) {
      const world = createWorld({ source: { key } });
      const engine = createDriven(world);
      await engine.getToken();
      const ofAda = () => world.mint();
      world.source.handle(() => world.mint({ claims: { sub: "grace" } }));
      engine.setTokenSource({ kind: "backend", key: key === null ? null : "grace", getToken: world.source.getToken });
      engine.adopt(ofAda());
      if (key !== null) expect(engine.peek()).toBe(null);
      await engine.refresh();
      await world.clock.advance(100 * SECOND);
      engine.adopt(ofAda());
      expect(engine.getSnapshot().userId).toBe("grace");
    }
  });

  it("F26 ignores a token in a response header after the token was invalidated", async () => {
    const world = createWorld();
    const engine = createDriven(world);
    await engine.getToken();
    engine.invalidate();
    engine.adopt(world.mint());
    expect(engine.peek()).toBe(null);
  });

  it("F26 ignores a token in a response header after another user replaced the engine", async () => {
    const world = createWorld();
    const engine = createDriven(world);
    await engine.getToken();
    engine.supersede();
    engine.adopt(world.mint());
    expect(engine.peek()).toBe(null);
  });
});

describe("a change of the user", () => {
  it.each([{ sub: "grace" }, { workspace_id: "other" }])(
    "F28 if the source's key stays the same, rejects a token with %j and keeps the old token",
    async (claims) => {
      const world = createWorld({ source: { key: "ada" } });
      const engine = await world.started();
      const old = await engine.getToken();
      world.source.handle(() => world.mint({ claims }));
      expect(await rejectionOf(engine.refresh())).toMatchObject({ code: "identity_mismatch", retryable: false });
      expect(await engine.getToken()).toBe(old);
      expect(engine.getSnapshot()).toMatchObject({ userId: "ada", workspaceId: "org:ada" });
    },
  );

  it("F28 if the token source has no key, switches to the user of the new token", async () => {
    const world = createWorld();
    const engine = await world.started();
    world.source.handle(() => world.mint({ claims: { workspace_id: "other" } }));
    await engine.refresh();
    expect(engine.getSnapshot().workspaceId).toBe("other");
  });
});

describe("the state of the network", () => {
  const offline = () => vi.stubGlobal("navigator", { onLine: false });
  const online = () => vi.stubGlobal("navigator", { onLine: true });
  const down = () => Promise.reject(new TypeError("Failed to fetch"));

  it("F33 makes a single call while offline, and refreshes within a second of coming back online", async () => {
    const world = createWorld();
    const engine = createDriven(world);
    const old = await engine.getToken();
    await world.clock.advance(245 * SECOND);
    offline();
    world.source.handle(down);
    await engine.tick();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: { code: "offline" } });
    for (let second = 0; second < 20; second += 1) {
      await world.clock.advance(SECOND);
      await engine.tick();
    }
    expect(world.source.calls).toHaveLength(2);
    expect(await engine.getToken()).toBe(old);
    online();
    world.source.handle(() => world.mint());
    await engine.tick(true);
    expect(engine.nextActionIn()).toBeLessThanOrEqual(SECOND);
    await world.clock.advance(SECOND);
    await engine.tick();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: null });
    expect(world.source.calls).toHaveLength(3);
  });

  it("F33 `getToken()` calls the token source while offline, because a local server may respond", async () => {
    offline();
    const world = createWorld();
    const engine = createDriven(world);
    world.source.handle(down);
    expect(await rejectionOf(engine.getToken())).toMatchObject({ code: "offline" });
    world.source.handle(() => world.mint());
    await world.clock.advance(3 * SECOND);
    await engine.tick();
    expect(world.source.calls).toHaveLength(1);
    expect(await engine.getToken()).not.toBe(null);
  });

  it("F33 calls less often if the browser reports being online but every call fails", async () => {
    online();
    const world = createWorld({ source: { handler: down } });
    const engine = await world.started();
    await world.clock.advance(60 * SECOND);
    expect(engine.getSnapshot().breaker).toBe("source_keeps_failing");
    expect(world.source.calls.length).toBeLessThanOrEqual(10);
  });

  it("F19 after coming back online, still waits for the time in the server's Retry-After", async () => {
    const limited = new AssistantCloudAuthError("rate_limited", "Too many.", { retryAfterMs: 30 * SECOND });
    const world = createWorld({ source: { handler: () => Promise.reject(limited) } });
    const engine = createDriven(world);
    await engine.tick();
    await engine.tick(true);
    expect(engine.nextActionIn()).toBeGreaterThanOrEqual(30 * SECOND);
  });
});
