import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { EngineCore } from "../../src/client/token-engine.ts";
import { signToken } from "../support/sign-token.ts";
import { createChannelClass, createLockManager } from "../support/simulated-browser.ts";
import { rejectionOf, SECOND } from "./engine-harness.ts";
import { API, BASE, createFirstLoad, EXCHANGE, FIRST, hold, NEXT, ROUTE } from "./first-load.ts";

afterEach(() => vi.unstubAllGlobals());

describe("a request that must not contain the ID token", () => {
  it.each([
    "https://other.example/v1/threads",
    "https://cloud.example.evil.example/v1/threads",
    "https://cloud.example:8443/v1/threads",
    "http://cloud.example/v1/threads",
  ])("sends no ID token to an origin other than the base URL's: %s", async (url) => {
    const load = createFirstLoad();
    await load.send(url);
    expect(load.sent()).toEqual([EXCHANGE, NEXT]);
  });

  it.each(["/v1/../../other", "/%2e%2E/other", "/.%2e/other"])(
    "sends no ID token to a path outside the base URL: %s",
    async (path) => {
      const load = createFirstLoad();
      const send = vi.fn();
      expect(await load.engine.piggyback(BASE + path, send)).toBe(load.engine.peek());
      expect(send).not.toHaveBeenCalled();
    },
  );

  it("sends no ID token in a request with a stream body, because such a request cannot be repeated", async () => {
    const load = createFirstLoad();
    const body = new ReadableStream({ start: (controller) => controller.close() });
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    expect((await load.send(`${BASE}/v1/threads/1/messages`, init)).status).toBe(200);
    expect(load.sent()).toEqual([EXCHANGE, "POST /v1/threads/1/messages with a workspace token"]);
  });

  it("F52 sends no ID token that is too long for a header", async () => {
    const load = createFirstLoad();
    const long = signToken({ sub: "ada", groups: "g".repeat(5_000) });
    load.source.handle(() => long);
    expect((await load.send(`${BASE}/v1/threads`)).status).toBe(200);
    expect(load.wire.paths()).toEqual([ROUTE, "GET /v1/threads"]);
    expect(load.wire.sent[1]?.authorization).not.toContain(long);
  });

  it("F28 after the first workspace token arrives, sends ID tokens only to the exchange route", async () => {
    const load = createFirstLoad({}, null);
    await load.send(`${BASE}/v1/threads`);
    await load.clock.advance(400 * SECOND);
    await load.send(`${BASE}/v1/threads`);
    expect(load.sent()).toEqual([FIRST, EXCHANGE, NEXT]);
  });

  it("F28 after `invalidate()`, exchanges the ID token before the next request, because it may be another user's", async () => {
    const load = createFirstLoad();
    await load.send(`${BASE}/v1/threads`);
    await load.clock.advance(SECOND);
    load.engine.invalidate();
    await load.send(`${BASE}/v1/threads`);
    expect(load.sent()).toEqual([FIRST, EXCHANGE, NEXT]);
  });
});

describe("F27 a change of user, an invalidation or an unmount during a first request", () => {
  const interruptions = {
    "another user signs in": (engine: EngineCore) =>
      engine.setTokenSource({ kind: "provider", key: "grace", getToken: async () => signToken({ sub: "grace" }) }),
    "the app invalidates the token": (engine: EngineCore) => engine.invalidate(),
    "the provider unmounts": (engine: EngineCore) => engine.dispose(),
  };
  const interruptionRows = Object.entries(interruptions);

  it.each(interruptionRows)("sends no request if %s before the ID token arrives", async (_, interrupt) => {
    const load = createFirstLoad();
    load.source.handle(null);
    const answer = load.send(`${BASE}/v1/threads`).catch((error: unknown) => error);
    await load.clock.settle();
    interrupt(load.engine);
    load.source.calls[0]?.resolve(load.idToken);
    expect(await answer).toMatchObject({ code: expect.stringMatching(/superseded|disposed/) });
    expect(load.sent()).toEqual([]);
  });

  it.each(interruptionRows)("sends no request if %s at the moment the ID token arrives", async (_, interrupt) => {
    const load = createFirstLoad();
    load.source.handle(() => {
      const token = Promise.resolve(load.idToken);
      void token.then(() => interrupt(load.engine));
      return token;
    });
    const answer = load.send(`${BASE}/v1/threads`).catch((error: unknown) => error);
    expect(await answer).toMatchObject({ code: expect.stringMatching(/superseded|disposed/) });
    expect(load.sent()).toEqual([]);
  });

  it.each(interruptionRows)("stores no token if %s before the first response arrives", async (_, interrupt) => {
    const { held, answer } = hold();
    const load = createFirstLoad({ [API]: [held] });
    const first = load.send(`${BASE}/v1/threads`);
    await load.clock.settle();
    interrupt(load.engine);
    answer(load.withHeader(load.mint()));
    expect((await first).status).toBe(200);
    await load.clock.settle();
    expect(load.engine.peek()).toBe(null);
    expect(load.sent()).toEqual([FIRST]);
    expect(load.clock.pendingTimers).toBe(0);
  });

  it("sends no request if the token source reports that the user is signed out", async () => {
    const load = createFirstLoad();
    load.source.handle(() => null);
    expect(await rejectionOf(load.send(`${BASE}/v1/threads`))).toMatchObject({ code: "signed_out" });
    expect(load.sent()).toEqual([]);
  });
});

describe("F28 the workspace token in the first response", () => {
  beforeEach(() => {
    vi.stubGlobal("navigator", { onLine: true, locks: createLockManager() });
    vi.stubGlobal("BroadcastChannel", createChannelClass());
  });

  it("rejects the token in the first response if another tab already has the token of a different user", async () => {
    const { held, answer } = hold();
    const load = createFirstLoad({ [API]: [held] });
    const first = load.send(`${BASE}/v1/threads`);
    await load.clock.settle();
    const ofTab = load.mint();
    const channel = new BroadcastChannel(`assistant-cloud-auth:${JSON.stringify([BASE, "provider", "ada"])}`);
    channel.postMessage({ type: "token", token: ofTab, age: 0 });
    await load.clock.settle();
    expect(load.engine.peek()).toBe(ofTab);
    answer(load.withHeader(load.mint({ claims: { sub: "grace" } })));
    await first;
    await load.clock.settle();
    expect(load.engine.peek()).toBe(ofTab);
    expect(load.engine.getSnapshot().refreshError).toMatchObject({ code: "identity_mismatch" });
  });
});
