import { inspect } from "node:util";
import {
  anonymousTokenSource,
  backendTokenSource,
  createTokenEngine,
  providerTokenSource,
  type TokenSource,
} from "assistant-cloud-auth";
import { describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { signToken } from "../support/sign-token.ts";
import { createChannelClass, createLockManager, createStorage } from "../support/simulated-browser.ts";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";

const invalidResults: [string, unknown][] = [
  ["an empty string", ""],
  ["null as text", "null"],
  ["undefined as text", "undefined"],
  ["undefined", undefined],
  ["a number", 42],
  ["an object", { token: "x" }],
  ["a function", () => "a.b.c"],
  ["HTML", "<!doctype html><p>Sign in"],
  ["a quoted token", '"a.b.c"'],
  ["JSON that is encoded twice", JSON.stringify(JSON.stringify({ token: "a.b.c" }))],
  ["a megabyte", "x".repeat(1_000_000)],
  ["an encrypted token", "a.b.c.d.e"],
  ["a JWT without `exp`", signToken({ sub: "ada", workspace_id: "org:ada" })],
  ["a JWT whose payload is an array", `e30.${Buffer.from("[1]").toString("base64url")}.c2ln`],
];

describe("invalid return values of a token source", () => {
  it.each(invalidResults)(
    "F10 if a token source returns %s, rejects with `invalid_token` and does not show the value",
    async (_, value) => {
      const harness = createEngineHarness({ source: { handler: () => value as string } });
      const engine = harness.start();
      const error = await rejectionOf(engine.getToken());
      expect(error).toMatchObject({ code: "invalid_token", retryable: true, remedy: expect.stringMatching(/./) });
      expect(error.message).toContain("The app's backend");
      if (typeof value === "string" && value.length > 20) expect(inspect([error, harness.events])).not.toContain(value);
      expect(engine.getSnapshot().status).toBe("error");
    },
  );

  it.each(invalidResults)(
    "F10 if the token source later returns %s, keeps the current token and makes at most 15 calls in ten minutes",
    async (_, value) => {
      const harness = createEngineHarness();
      const engine = await harness.started();
      const token = await engine.getToken();
      const usableUntil = engine.getSnapshot().expiresAt;
      harness.source.handle(() => value as string);
      expect(await rejectionOf(engine.refresh())).toMatchObject({ code: "invalid_token", usableUntil });
      expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: { code: "invalid_token" } });
      expect(await engine.getToken()).toBe(token);
      for (let second = 0; second < 600; second += 1) {
        const returned = await engine.getToken().catch(() => null);
        if (returned !== null) expect(harness.remainingLifetime(returned)).toBeGreaterThan(0);
        await harness.clock.advance(SECOND);
      }
      expect(harness.source.calls.length).toBeLessThanOrEqual(15);
    },
  );

  it("F10 if a backend token source returns a provider's token, the error suggests `providerTokenSource`", async () => {
    const harness = createEngineHarness({ source: {} });
    harness.source.handle(() => harness.mint({ claims: { workspace_id: undefined } }));
    const error = await rejectionOf(harness.start().getToken());
    expect(error.remedy).toContain("providerTokenSource");
  });

  it("if a token source returns an API key, reports a configuration error that does not show the key", async () => {
    const harness = createEngineHarness({ source: { handler: () => "sk_aui_proj_demo_0secret" } });
    const error = await rejectionOf(harness.start().getToken());
    expect(error).toMatchObject({ code: "configuration", retryable: false });
    expect(JSON.stringify(error)).not.toContain("0secret");
    expect(error.remedy).toContain("Revoke");
  });

  it("F11 decodes token claims with non-ASCII letters", async () => {
    const harness = createEngineHarness({ source: {} });
    harness.source.handle(() => harness.mint({ claims: { sub: "Žofie-東京", workspace_id: "čaj:☕" } }));
    const engine = await harness.started();
    expect(engine.getSnapshot()).toMatchObject({ userId: "Žofie-東京", workspaceId: "čaj:☕" });
  });
});

describe("errors that a token source throws", () => {
  const secret = "eyJhbGciOi.leaked";
  it.each([
    ["an error", new Error(secret)],
    ["text", secret],
    ["null", null],
    ["undefined", undefined],
    ["a plain object", { token: secret }],
    [
      "an AssistantCloudAuthError without a code",
      Object.assign(new Error(secret), { name: "AssistantCloudAuthError" }),
    ],
    ["a DOMException", new DOMException(secret, "AbortError")],
  ])("reports `source_failed` without the text of the error if the token source rejects with %s", async (_, thrown) => {
    const harness = createEngineHarness({ source: { handler: () => Promise.reject(thrown) } });
    const engine = harness.start();
    const error = await rejectionOf(engine.getToken());
    expect(error).toMatchObject({ code: "source_failed", retryable: true, cause: thrown });
    expect(JSON.stringify([error, engine.getSnapshot(), harness.events])).not.toContain("eyJ");
  });

  it("rejects `getToken()` with a typed error even if a listener resets the engine", async () => {
    const harness = createEngineHarness({ source: { handler: () => Promise.reject(new Error(secret)) } });
    const engine = harness.start();
    engine.subscribe(() => {
      if (engine.getSnapshot().status === "error") void engine.reset();
    });
    expect(await rejectionOf(engine.getToken())).toMatchObject({ code: "source_failed" });
    await harness.clock.advance(59 * SECOND);
    expect(harness.source.calls).toHaveLength(10);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1, 1e300])(
    "F19 for a `retryAfterMs` of %s, sets only timers below 2³¹ ms and retries within 27 hours",
    async (retryAfterMs) => {
      const limited = new AssistantCloudAuthError("rate_limited", "Too many.", { retryAfterMs });
      const harness = createEngineHarness({ source: { handler: () => Promise.reject(limited) } });
      const { clock } = harness;
      const timers: number[] = [];
      const setTimer = clock.setTimer.bind(clock);
      clock.setTimer = (callback, ms) => {
        timers.push(ms);
        return setTimer(callback, ms);
      };
      const engine = await harness.started();
      const { error } = engine.getSnapshot();
      expect(Number.isFinite(error?.retryAt?.getTime())).toBe(true);
      harness.source.handle(() => harness.mint());
      await clock.advance(27 * 60 * MINUTE);
      expect(engine.getSnapshot().status).toBe("authenticated");
      expect(timers.every((ms) => ms >= 0 && ms < 2 ** 31)).toBe(true);
    },
  );
});

describe("a token source that always returns an unusable token", () => {
  it("F12 three expired tokens in a row open the circuit breaker", async () => {
    const harness = createEngineHarness({ source: {} });
    const expiredToken = harness.mint({ age: 400 * SECOND });
    harness.source.handle(() => expiredToken);
    const engine = harness.start();
    await harness.clock.advance(12 * SECOND);
    expect(harness.source.calls).toHaveLength(3);
    const gaps = [1, 2].map((index) => (harness.callTimes[index] ?? 0) - (harness.callTimes[index - 1] ?? 0));
    expect(gaps[1]).toBeGreaterThan(gaps[0] ?? 0);
    expect(engine.getSnapshot()).toMatchObject({ status: "error", breaker: "source_returns_expired" });
    const error = await rejectionOf(engine.getToken());
    expect(error).toMatchObject({ code: "circuit_open", cause: { code: "expired_token" } });
    expect(error.retryAt?.getTime()).toBeGreaterThan(harness.clock.wall());
    expect(harness.source.calls).toHaveLength(3);
    expect(harness.source.calls[1]?.request.forceRefresh).toBe(true);
    harness.source.handle(() => harness.mint());
    await engine.reset();
    expect(engine.getSnapshot().status).toBe("authenticated");
  });

  it("F12 makes at most ten calls a minute, despite any number of forced refreshes and resets", async () => {
    const harness = createEngineHarness({
      random: () => 0,
      source: { handler: () => Promise.reject(new Error("no")) },
    });
    const engine = harness.start();
    for (let tenth = 0; tenth < 6000; tenth += 1) {
      await engine.getToken({ forceRefresh: tenth % 2 === 0 }).catch(() => {});
      if (tenth % 50 === 0) await engine.reset();
      await harness.clock.advance(100);
    }
    for (const time of harness.callTimes) {
      const within = harness.callTimes.filter((other) => other >= time && other < time + MINUTE);
      expect(within.length).toBeLessThanOrEqual(10);
    }
    expect(harness.callTimes.length).toBeGreaterThan(50);
  });

  it("F12 the limit of ten calls a minute includes the repeated call after an expired token", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    while (harness.source.calls.length < 9) await engine.refresh();
    const expiredToken = harness.mint({ age: 400 * SECOND });
    harness.source.handle(() => expiredToken);
    const refused = rejectionOf(engine.refresh());
    await harness.clock.advance(2 * SECOND);
    expect(await refused).toMatchObject({ code: "expired_token" });
    expect(harness.source.calls).toHaveLength(10);
  });
});

describe("invalid responses of the `fetch` option", () => {
  const answers = [undefined, null, "token", {}, { status: 200, json: async () => ({ token: "a.b.c" }) }];
  const sources: [string, TokenSource][] = [
    ["a backend route", backendTokenSource("/token")],
    ["the exchange of a provider token", providerTokenSource({ key: "ada", getToken: async () => "a.b.c" })],
    ["the anonymous sign-in", anonymousTokenSource()],
  ];
  const combinations = sources.flatMap(([name, tokenSource]) =>
    answers.map((answer) => ({ name, tokenSource, answer })),
  );

  it.each(combinations)(
    "if the `fetch` option resolves to $answer for $name, the error names the option as the cause",
    async ({ tokenSource, answer }) => {
      const engine = createTokenEngine({
        baseUrl: "https://cloud.example",
        tokenSource,
        fetch: async () => answer as never,
      });
      const error = await rejectionOf(engine.getToken());
      engine.dispose();
      expect(error).toMatchObject({ code: "configuration", retryable: false });
      expect(error.message).toContain("`fetch`");
    },
  );
});

describe("two `AssistantCloudProvider`s whose token sources have the same `key`", () => {
  it("rejects with `identity_mismatch` if two token sources with the same key return different users", async () => {
    vi.stubGlobal("navigator", { onLine: true, locks: createLockManager() });
    vi.stubGlobal("BroadcastChannel", createChannelClass());
    vi.stubGlobal("localStorage", createStorage());
    const harness = createEngineHarness({ source: { key: "team" } });
    await harness.started();
    const getToken = async () => harness.mint({ claims: { sub: "grace" } });
    const second = harness.start({ tokenSource: { kind: "backend", key: "team", getToken } });
    await harness.clock.advance(SECOND);
    vi.unstubAllGlobals();
    const error = await rejectionOf(second.refresh());
    expect(error).toMatchObject({ code: "identity_mismatch", remedy: expect.stringContaining("`key`") });
  });
});
