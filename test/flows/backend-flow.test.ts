import { createWorkspaceTokenVerifier } from "assistant-cloud-auth/verify";
import { createTestAuthority, type TestAuthority } from "assistant-cloud-server/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { backendTokenSource, createTokenEngine, type TokenEngine } from "../../src/index.ts";
import { createTestClock, type TestClock } from "../../src/testing/index.ts";
import { type AppBackend, createAppBackend } from "./app-backend.ts";

let clock: TestClock;
let authority: TestAuthority;
let backend: AppBackend;
let engine: TokenEngine | undefined;
beforeAll(async () => {
  clock = createTestClock();
  authority = await createTestAuthority({ now: clock.wall });
}, 120_000);
afterAll(() => authority.close());
beforeEach(() => {
  backend = createAppBackend(authority);
});
afterEach(() => {
  engine?.dispose();
  expect(clock.pendingTimers).toBe(0);
  vi.restoreAllMocks();
});

function startEngine(
  fetch: typeof globalThis.fetch = (...args) => backend.fetch(...args),
  key: string | null = null,
): TokenEngine {
  engine = createTokenEngine({
    baseUrl: authority.baseUrl,
    tokenSource: backendTokenSource({ url: backend.route, key }),
    fetch: (input, init) => clock.hold(fetch(input, init)),
    clock,
    random: () => 0.5,
  });
  return engine;
}

const verify = (token: string | null) =>
  createWorkspaceTokenVerifier({
    issuer: authority.baseUrl,
    fetch: (url, init) => authority.fetch(url, init),
    now: clock.wall,
  })(token ?? "");

describe("the backend integration: client, app backend and authority", () => {
  it("a client gets a workspace token that the resource server accepts", async () => {
    const token = await startEngine().getToken();
    expect(await verify(token)).toMatchObject({ userId: "user_1", workspaceId: "org_1:user_1" });
    expect(engine?.getSnapshot()).toMatchObject({
      status: "authenticated",
      userId: "user_1",
      workspaceId: "org_1:user_1",
      projectId: "default",
    });
  });

  it("F3 for an hour, each token is renewed before it expires, without an interruption", async () => {
    let calls = 0;
    startEngine((input, init) => {
      calls += 1;
      return backend.fetch(input, init);
    });
    await engine?.getToken();
    for (let minute = 0; minute < 60; minute += 1) {
      await clock.advance(60_000);
      await expect(verify((await engine?.getToken()) ?? null)).resolves.toMatchObject({ userId: "user_1" });
    }
    expect(calls).toBeGreaterThanOrEqual(Math.floor(3600 / 300));
    expect(calls).toBeLessThanOrEqual(Math.ceil(3600 / 240) + 1);
  });

  it("F20 when the session ends, the engine reports `unauthenticated` and stops calling the token route", async () => {
    backend.session = null;
    startEngine();
    await expect(engine?.getToken()).rejects.toMatchObject({ code: "unauthenticated", retryable: false });
    const fetchSpy = vi.spyOn(backend, "fetch");
    await clock.advance(600_000);
    expect(fetchSpy).not.toHaveBeenCalled();
    backend.session = "org_1:user_1";
    await expect(engine?.refresh()).resolves.toBeTypeOf("string");
    expect(fetchSpy).toHaveBeenCalledTimes(1);
  });

  it("F27 drops the token of the first user when the second user signs in", async () => {
    startEngine(undefined, "user_1");
    const first = await engine?.getToken();
    backend.session = "org_1:user_2";
    engine?.setTokenSource(backendTokenSource({ url: backend.route, key: "user_2" }));
    const second = await engine?.getToken();
    expect(second).not.toBe(first);
    expect(await verify(second ?? null)).toMatchObject({ userId: "user_2", workspaceId: "org_1:user_2" });
  });

  it("F16 `getToken()` returns the old token while the API is unreachable, and a new token afterward", async () => {
    let away = false;
    vi.spyOn(Math, "random").mockReturnValue(0);
    backend = createAppBackend(authority, {
      fetch: async (input, init) => {
        if (away) throw new TypeError("fetch failed");
        return authority.fetch(input, init);
      },
    });
    startEngine();
    const first = await engine?.getToken();
    away = true;
    // The backend retries the mint with real timers. The simulated clock waits for the responses before it advances.
    await clock.advance(245_000);
    await expect(engine?.getToken()).resolves.toBe(first);
    expect(engine?.getSnapshot()).toMatchObject({
      status: "authenticated",
      refreshError: { code: "source_failed", retryable: true },
    });
    expect(backend.failures).toContain("network");
    away = false;
    await clock.advance(40_000);
    const second = await engine?.getToken();
    expect(second).not.toBe(first);
    await expect(verify(second ?? null)).resolves.toBeDefined();
    expect(engine?.getSnapshot().refreshError).toBeNull();
  });

  it("if the API key is revoked, the token route logs `rejected` and never sends the key to a browser", async () => {
    const { id, key } = await authority.authority.keys.create({ name: "To be revoked" });
    backend = createAppBackend(authority, { apiKey: key });
    const answers: string[] = [];
    startEngine(async (input, init) => {
      const response = await backend.fetch(input, init);
      answers.push(`${response.status} ${await response.clone().text()}`);
      return response;
    });
    await engine?.getToken();
    await authority.authority.keys.revoke(id);
    await clock.advance(241_000);
    expect(backend.failures).toContain("rejected");
    expect(answers.at(-1)).toBe('502 {"error":"The token service refused this server","code":"rejected"}');
    expect(answers.join()).not.toContain(key);
  });

  it("the token route rejects an empty user id, and the authority rejects a reserved user id", async () => {
    for (const [session, failure] of [
      ["org_1:", "configuration"],
      ["org_1:usr_deleted", "rejected"],
    ] as const) {
      backend.session = session;
      startEngine();
      await expect(engine?.getToken()).rejects.toMatchObject({ code: "source_failed" });
      expect(backend.failures.at(-1)).toBe(failure);
      engine?.dispose();
    }
  });
});
