import { describe, expect, it } from "vitest";
import { providerTokenSource } from "../../src/client/sources/provider.ts";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import type { TokenSource } from "../../src/core/token-source.ts";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";

type Harness = ReturnType<typeof createEngineHarness>;
const refusedWith = (code: "signed_out" | "interaction_required" | "unauthenticated") => () =>
  Promise.reject(new AssistantCloudAuthError(code, "The provider said so."));
const sourceOf = (harness: Harness, more: Partial<TokenSource> = {}): TokenSource => ({
  kind: "backend",
  key: "ada",
  getToken: harness.source.getToken,
  ...more,
});

describe("a new session of the same user", () => {
  it.each(["signed_out", "interaction_required", "unauthenticated"] as const)(
    "F68 after %s, a new session causes a call of the token source within a second",
    async (code) => {
      const harness = createEngineHarness({ source: { key: "ada", handler: refusedWith(code) } });
      const engine = await harness.started();
      await harness.clock.advance(10 * MINUTE);
      expect(harness.source.calls).toHaveLength(1);
      harness.source.handle(() => harness.mint());
      engine.setTokenSource(sourceOf(harness, { session: "second" }));
      await harness.clock.advance(SECOND);
      expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada" });
      expect(harness.source.calls).toHaveLength(2);
    },
  );

  it("F68 a new session ends the backoff of the old session", async () => {
    const harness = createEngineHarness({ source: { key: "ada", handler: () => Promise.reject(new Error("503")) } });
    const engine = await harness.started();
    await harness.clock.advance(2 * MINUTE);
    expect(engine.getSnapshot().breaker).not.toBe(null);
    harness.source.handle(() => harness.mint());
    engine.setTokenSource(sourceOf(harness, { session: "second" }));
    await harness.clock.advance(SECOND);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", breaker: null });
  });

  it("F68 a new session does not replace a token that is still valid", async () => {
    const harness = createEngineHarness({ source: { key: "ada" } });
    const engine = await harness.started();
    const before = engine.getSnapshot();
    engine.setTokenSource(sourceOf(harness, { session: "second" }));
    await harness.clock.advance(SECOND);
    expect(engine.getSnapshot()).toBe(before);
    expect(harness.source.calls).toHaveLength(1);
  });

  it("F73 makes at most ten calls a minute even if each call starts a new session", async () => {
    let session = 0;
    const harness = createEngineHarness({ source: { key: "ada" } });
    harness.source.handle(() => {
      session += 1;
      void Promise.resolve().then(async () => {
        await Promise.resolve();
        engine.setTokenSource(sourceOf(harness, { session }));
      });
      return Promise.reject(new Error("dead"));
    });
    const engine = harness.start();
    for (let second = 0; second < 119; second += 1) {
      engine.setTokenSource(sourceOf(harness, { session: `at ${second}` }));
      await harness.clock.advance(SECOND);
    }
    expect(harness.source.calls.length).toBeLessThanOrEqual(20);
  });

  it("F68 if a new session starts during the exchange of a renewed token, the backoff ends", async () => {
    const harness = createEngineHarness();
    const sentAt: number[] = [];
    let finish = (_response: Response) => {};
    const fetch = () => {
      sentAt.push(harness.clock.monotonic());
      return new Promise<Response>((resolve) => {
        finish = resolve;
      });
    };
    let session = 0;
    const sessionSource = () =>
      providerTokenSource({
        key: "ada",
        session,
        async getToken({ forceRefresh }) {
          if (forceRefresh) renewSession();
          return `id.token.${session}`;
        },
      });
    const engine = harness.start({ fetch, tokenSource: sessionSource() });
    const renewSession = () => {
      session += 1;
      engine.setTokenSource(sessionSource());
    };
    const refuse = async () => {
      finish(new Response(null, { status: 403, headers: { "Content-Type": "application/json" } }));
      await harness.clock.settle();
    };
    for (let time = 0; time < 6; time += 1) {
      const { length } = sentAt;
      await refuse();
      while (sentAt.length === length) await harness.clock.advance(SECOND);
    }
    const { length } = sentAt;
    renewSession();
    await refuse();
    await harness.clock.advance(3 * SECOND);
    expect(sentAt.length).toBeGreaterThan(length);
  });

  it.each(["signed_out", "unauthenticated", "interaction_required"] as const)(
    "F69 the user of a new session stays signed in if a source call of the previous session fails with %s",
    async (code) => {
      const harness = createEngineHarness({ source: { key: "ada" } });
      const engine = await harness.started();
      harness.source.handle(null);
      const renewal = rejectionOf(engine.refresh());
      await harness.clock.settle();
      const lateCall = await harness.source.waiting;
      engine.setTokenSource(sourceOf(harness, { session: "second" }));
      lateCall.reject(new AssistantCloudAuthError(code, "invalid_grant"));
      expect(await renewal).toMatchObject({ code: "source_failed", retryable: true });
      expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada" });
      harness.source.handle(() => harness.mint());
      await harness.clock.advance(250 * SECOND);
      expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: null });
    },
  );
});

describe("a provider that requires user interaction", () => {
  it("F74 after `interaction_required`, uses the old token until it expires, and does not retry", async () => {
    const harness = createEngineHarness({ source: { key: "ada" } });
    const engine = await harness.started();
    harness.source.handle(refusedWith("interaction_required"));
    await harness.clock.advance(270 * SECOND);
    expect(engine.getSnapshot()).toMatchObject({
      status: "authenticated",
      refreshError: { code: "interaction_required" },
    });
    await harness.clock.advance(10 * MINUTE);
    expect(engine.getSnapshot()).toMatchObject({
      status: "error",
      error: { code: "interaction_required", retryable: false },
    });
    expect(harness.source.calls).toHaveLength(2);
  });
});
