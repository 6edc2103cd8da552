import { afterEach, describe, expect, it, vi } from "vitest";
import { cloudOf } from "../../src/assistant-cloud/cloud-of.ts";
import { rejectionOf, SECOND } from "../client/engine-harness.ts";
import { API, BASE, createFirstLoad, EXCHANGE, FIRST, hold, NEXT } from "../client/first-load.ts";
import { signToken } from "../support/sign-token.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  // The engine stores in `sessionStorage` which routes the cloud supports, so each test needs an empty storage.
  sessionStorage.clear();
});

/** Calls {@link createFirstLoad}. Adds `cloud` to the result: a client that gets its tokens from the engine. */
function createFirstClient(...parameters: Parameters<typeof createFirstLoad>) {
  const load = createFirstLoad(...parameters);
  vi.stubGlobal("fetch", load.wire.fetch);
  return { ...load, cloud: cloudOf(load.engine, BASE, { telemetry: false }) };
}

describe("the first request of a client after a sign-in", () => {
  it("the first request contains the ID token, so no exchange is needed", async () => {
    const { cloud, sent, source } = createFirstClient();
    await Promise.all(Array.from({ length: 5 }, () => cloud.threads.list()));
    expect(sent()).toEqual([FIRST, NEXT, NEXT, NEXT, NEXT]);
    expect(source.calls).toHaveLength(1);
  });

  it.each([401, 403])("after status %s, sends the first request again with a workspace token", async (status) => {
    const refusal = Response.json({ error: "no" }, { status });
    const { cloud, sent } = createFirstClient({ [API]: [refusal, () => Response.json({ threads: [] })] });
    expect(await cloud.threads.list()).toEqual({ threads: [] });
    expect(sent()).toEqual([FIRST, EXCHANGE, NEXT]);
  });

  it("after status 500, the first call rejects, and the second call exchanges the ID token", async () => {
    const failure = Response.json({ error: "no" }, { status: 500 });
    const { cloud, sent } = createFirstClient({ [API]: [failure, () => Response.json({ threads: [] })] });
    const [first, next] = await Promise.allSettled([cloud.threads.list(), cloud.threads.list()]);
    expect(first).toMatchObject({ status: "rejected", reason: { name: "CloudAPIError", status: 500 } });
    expect(next).toMatchObject({ status: "fulfilled" });
    expect(sent()).toEqual([FIRST, EXCHANGE, NEXT]);
  });

  it("F27 sends no request if the app calls `invalidate()` before the ID token arrives", async () => {
    const load = createFirstClient();
    load.source.handle(null);
    const answer = rejectionOf(load.cloud.threads.list());
    await load.clock.settle();
    load.cloud.auth.invalidate();
    load.source.calls[0]?.resolve(load.idToken);
    expect(await answer).toMatchObject({ code: "superseded" });
    expect(load.sent()).toEqual([]);
  });

  it("F27 stores no token from a response that arrives after the app disposes the engine", async () => {
    const { held, answer } = hold();
    const load = createFirstClient({ [API]: [held] });
    const listed = load.cloud.threads.list();
    await load.clock.settle();
    load.engine.dispose();
    answer(load.withHeader(load.mint()));
    expect(await listed).toEqual({ threads: [] });
    expect(load.engine.peek()).toBe(null);
  });
});

describe("F28 the client of a previous user", () => {
  it("a client stops sending requests if a token source without a key returns another user's token", async () => {
    const load = createFirstClient({}, null);
    await load.cloud.threads.list();
    await load.clock.advance(SECOND);
    load.source.handle(() => signToken({ sub: "grace" }));
    load.wire.answers["POST /v1/auth/tokens/exchange"] = () =>
      Response.json({ token: load.mint({ claims: { sub: "grace" } }) });
    load.engine.invalidate();
    expect(await rejectionOf(load.cloud.threads.list())).toMatchObject({ code: "superseded" });
    expect(load.wire.paths()).toEqual(["GET /v1/threads", "POST /v1/auth/tokens/exchange"]);
  });
});
