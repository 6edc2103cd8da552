import { describe, expect, it } from "vitest";
import { providerTokenSource } from "../../src/client/sources/provider.ts";
import { signToken } from "../support/sign-token.ts";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";
import { createWire } from "./wire.ts";

const ROUTE = "POST /v1/auth/tokens/exchange";
const MAX_WAIT = 5 * MINUTE;

/** Temporary rejections of a valid ID token. Each row contains a title, a status and a body. */
const refusals: [string, number, object][] = [
  ["403 with a code", 403, { error: "JWT token is not valid", code: "token_invalid" }],
  ["403 without a code", 403, { error: "JWT token is not valid" }],
  ["401 because the cloud's clock is slow", 401, { error: "JWT token is not yet valid", code: "token_not_yet_valid" }],
  ["403 because the rule is not saved yet", 403, { error: "No auth rule matches", code: "no_auth_rule" }],
];

/** Creates an engine whose cloud rejects all ID tokens until `accept` is called. */
function createRefusingCloud(refuse: () => Response, idToken: (call: number) => string = (call) => `id.token.${call}`) {
  const harness = createEngineHarness();
  let isAccepting = false;
  const sentAt: number[] = [];
  const forced: boolean[] = [];
  const wire = createWire({
    [ROUTE]() {
      sentAt.push(harness.clock.monotonic());
      return isAccepting ? Response.json({ token: harness.mint() }) : refuse();
    },
  });
  const tokenSource = providerTokenSource({
    key: "ada",
    async getToken({ forceRefresh }) {
      forced.push(forceRefresh);
      return idToken(forced.length);
    },
  });
  const engine = harness.start({ fetch: wire.fetch, tokenSource });
  return {
    ...harness,
    engine,
    sentAt,
    forced,
    waits: () => sentAt.slice(1).map((time, index) => time - (sentAt[index] ?? 0)),
    accept(now = true) {
      isAccepting = now;
    },
  };
}

describe("a cloud that does not have the provider's new signing key yet", () => {
  it.each(refusals)("F60 retries an exchange until it succeeds if the response is %s", async (...[, status, body]) => {
    const cloud = createRefusingCloud(() => Response.json(body, { status }));
    await cloud.clock.advance(40 * SECOND);
    expect(cloud.engine.getSnapshot()).toMatchObject({
      status: "error",
      breaker: null,
      error: { code: "rejected", retryable: true, retryAt: expect.any(Date) },
    });
    cloud.accept();
    await cloud.clock.advance(MINUTE);
    expect(cloud.engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: null });
  });

  it("F60 if every ID token is new, retries failed exchanges with growing delays", async () => {
    const cloud = createRefusingCloud(() =>
      Response.json({ error: "JWT token is not valid", code: "x" }, { status: 403 }),
    );
    await cloud.clock.advance(60 * MINUTE);
    const waits = cloud.waits();
    expect(waits.slice(0, 4)).toEqual([1.5 * SECOND, 2.5 * SECOND, 4.5 * SECOND, 8.5 * SECOND]);
    expect([...waits].sort((a, b) => a - b)).toEqual(waits);
    expect(Math.max(...waits)).toBeGreaterThan(2 * MINUTE);
    expect(Math.max(...waits)).toBeLessThanOrEqual(MAX_WAIT);
    cloud.accept();
    await cloud.clock.advance(MAX_WAIT);
    expect(cloud.engine.getSnapshot().status).toBe("authenticated");
  });

  it.each([
    ["are rejected", 403],
    ["fail", 502],
  ])("F60 retries with growing delays if exchanges %s and each renewal changes the session", async (_, status) => {
    const harness = createEngineHarness();
    const sentAt: number[] = [];
    const wire = createWire({
      [ROUTE]() {
        sentAt.push(harness.clock.monotonic());
        return new Response(null, { status: sentAt.length === 1 ? 403 : status });
      },
    });
    let session = "id.token.0";
    const sourceOf = () =>
      providerTokenSource({
        key: "ada",
        session,
        async getToken({ forceRefresh }) {
          if (forceRefresh) {
            session = `id.token.${sentAt.length}`;
            engine.setTokenSource(sourceOf());
          }
          return session;
        },
      });
    const engine = harness.start({ fetch: wire.fetch, tokenSource: sourceOf() });
    await harness.clock.advance(10 * MINUTE);
    expect(sentAt.length).toBeGreaterThan(5);
    expect(sentAt.length).toBeLessThan(25);
    expect(session).toBe(`id.token.${sentAt.length - 1}`);
  });

  it("F60 each retry asks the provider for a token that is not cached", async () => {
    const cloud = createRefusingCloud(() => new Response(null, { status: 403 }));
    await cloud.clock.advance(10 * SECOND);
    expect(new Set(cloud.forced.slice(1))).toEqual(new Set([true]));
    expect(cloud.forced[0]).toBe(false);
  });

  it("F60 the current token stays in use while the exchange for the next token fails", async () => {
    const cloud = createRefusingCloud(() => Response.json({ error: "x", code: "token_invalid" }, { status: 403 }));
    cloud.accept();
    await cloud.clock.advance(3 * SECOND);
    const held = await cloud.engine.getToken();
    cloud.accept(false);
    await cloud.clock.advance(250 * SECOND);
    expect(await cloud.engine.getToken()).toBe(held);
    expect(cloud.engine.getSnapshot()).toMatchObject({ refreshError: { code: "rejected" }, error: null });
    cloud.accept();
    await cloud.clock.advance(40 * SECOND);
    expect(await cloud.engine.getToken()).not.toBe(held);
    expect(cloud.engine.getSnapshot().refreshError).toBe(null);
  });

  it("F60 after a 503, waits for the delay in Retry-After before the next exchange", async () => {
    const headers = { "Retry-After": "90" };
    const cloud = createRefusingCloud(() =>
      Response.json({ error: "x", code: "jwks_unavailable" }, { status: 503, headers }),
    );
    await cloud.clock.advance(89 * SECOND);
    expect(cloud.sentAt).toHaveLength(1);
    expect(cloud.engine.getSnapshot().error).toMatchObject({ code: "exchange_failed", retryable: true });
    cloud.accept();
    await cloud.clock.advance(11 * SECOND);
    expect(cloud.engine.getSnapshot().status).toBe("authenticated");
  });
});

describe("an exchange that the cloud rejects permanently", () => {
  it("F60 stops retrying after eight exchanges if the provider keeps returning the same token", async () => {
    const cloud = createRefusingCloud(
      () => new Response(null, { status: 403 }),
      () => "the.same.token",
    );
    await cloud.clock.advance(60 * MINUTE);
    expect(cloud.sentAt).toHaveLength(8);
    expect(cloud.sentAt.at(-1)).toBeGreaterThan(MINUTE);
    expect(cloud.engine.getSnapshot().error).toMatchObject({ code: "rejected", retryable: false, retryAt: null });
    expect(cloud.clock.pendingTimers).toBe(0);
  });

  it("F60 refresh() and reset() retry a rejected exchange immediately, and getToken() does not", async () => {
    const cloud = createRefusingCloud(() => new Response(null, { status: 403 }));
    await cloud.clock.advance(20 * MINUTE);
    const { length } = cloud.sentAt;
    expect(await rejectionOf(cloud.engine.getToken())).toMatchObject({ code: "rejected" });
    expect(cloud.sentAt).toHaveLength(length);
    await rejectionOf(cloud.engine.refresh());
    expect(cloud.sentAt).toHaveLength(length + 1);
    cloud.accept();
    await cloud.engine.reset();
    expect(cloud.engine.getSnapshot().status).toBe("authenticated");
  });

  it("F60 refresh() keeps the error of a rejected exchange once the limit of calls per minute is reached", async () => {
    const cloud = createRefusingCloud(() => new Response(null, { status: 403 }));
    for (let presses = 0; presses < 12; presses += 1) await rejectionOf(cloud.engine.refresh());
    expect(cloud.sentAt).toHaveLength(10);
    expect(cloud.engine.getSnapshot()).toMatchObject({ status: "error", error: { code: "rejected" } });
    expect(await rejectionOf(cloud.engine.getToken())).toMatchObject({ code: "rejected" });
  });

  it("F60 no error quotes the rejected ID token", async () => {
    const idToken = signToken({ sub: "ada" });
    const cloud = createRefusingCloud(
      () => new Response(null, { status: 403 }),
      () => idToken,
    );
    await cloud.clock.advance(60 * MINUTE);
    expect(JSON.stringify([cloud.engine.getSnapshot(), cloud.events])).not.toContain(idToken);
  });
});
