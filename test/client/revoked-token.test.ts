import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createAuthorizedFetch } from "../../src/client/authorized-fetch.ts";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { anonymousTokenSource } from "../../src/client/sources/anonymous.ts";
import { driveByTimer } from "../../src/client/timer-driver.ts";
import type { EngineCore } from "../../src/client/token-engine.ts";
import type { TokenSource } from "../../src/core/token-source.ts";
import { signToken } from "../support/sign-token.ts";
import { createChannelClass, createLockManager, createStorage } from "../support/simulated-browser.ts";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";
import { createWire } from "./wire.ts";

const URL = "https://cloud.example/v1/threads";
const REVOKED = { error: "The token has been revoked", code: "token_revoked", message: "…" };
const revoked = () => Response.json(REVOKED, { status: 401 });
const SIGNED_OUT = { status: "unauthenticated", userId: null, error: null };

beforeEach(() => {
  vi.stubGlobal("navigator", { onLine: true, locks: createLockManager() });
  vi.stubGlobal("BroadcastChannel", createChannelClass());
  vi.stubGlobal("localStorage", createStorage());
});
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.unstubAllGlobals();
});

/** Opens three tabs of one user. The cloud responds with `token_revoked` to each token in `ended`. */
async function openTabs(source: Partial<TokenSource> = {}) {
  const harness = createEngineHarness({ source: { key: "ada" } });
  const ended = new Set<string | null>();
  const answer = (request: Request) => {
    const isEnded = ended.has(request.headers.get("Authorization")?.slice(7) ?? null);
    return isEnded ? revoked() : Response.json({});
  };
  const wire = createWire({
    "GET /v1/threads": answer,
    "POST /v1/threads": answer,
    "POST /v1/auth/tokens/exchange": (request) => {
      const reply = answer(request);
      return reply.ok ? Response.json({ token: harness.mint() }) : reply;
    },
  });
  const open = () => {
    const tokenSource = { kind: "backend", key: "ada", getToken: harness.source.getToken, ...source } as const;
    const dependencies = engineDependencies({
      baseUrl: "https://cloud.example",
      tokenSource,
      clock: harness.clock,
      fetch: wire.fetch,
    });
    const engine = createEngineCore(dependencies);
    stops.push(engine.connect(), driveByTimer(engine, harness.clock), engine.dispose);
    return engine;
  };
  const tabs = [open(), open(), open()] as const;
  await harness.clock.advance(SECOND);
  const fetchOf = (tab: EngineCore) => createAuthorizedFetch(() => tab, wire.fetch);
  const end = async (tab: EngineCore) => ended.add(await tab.getToken());
  return { harness, tabs, ended, wire, fetchOf, end };
}

describe("a 401 with the code token_revoked", () => {
  it("a token_revoked response signs out all tabs and causes no call of the token source", async () => {
    const { harness, tabs, wire, fetchOf, end } = await openTabs();
    await end(tabs[0]);
    const calls = harness.source.calls.length;
    const response = await fetchOf(tabs[0])(URL);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual(REVOKED);
    expect(tabs[0].peek()).toBeNull();
    await harness.clock.settle();
    for (const tab of tabs) {
      expect(tab.getSnapshot()).toMatchObject(SIGNED_OUT);
      expect(await tab.getToken()).toBeNull();
    }
    await harness.clock.advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(calls);
    expect(wire.sent.filter(({ authorization }) => authorization !== null)).toHaveLength(1);
  });

  it("the client does not repeat streamed or concurrent requests whose response is token_revoked", async () => {
    const { tabs, fetchOf, end, wire } = await openTabs();
    await end(tabs[0]);
    const body = new ReadableStream({ start: (controller) => controller.close() });
    const send = fetchOf(tabs[0]);
    const responses = await Promise.all([
      send(URL, { method: "POST", body, duplex: "half" } as RequestInit),
      send(URL),
      send(URL),
    ]);
    expect(responses.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(tabs[0].getSnapshot()).toMatchObject(SIGNED_OUT);
    expect(wire.sent).toHaveLength(3);
  });

  it("F51 F29 F46 signs out all tabs even if the app has cleared the storage since the last sign-out", async () => {
    const { harness, tabs, fetchOf, end } = await openTabs();
    await end(tabs[0]);
    await fetchOf(tabs[0])(URL);
    await harness.clock.advance(10 * SECOND);
    await tabs[0].refresh();
    await harness.clock.advance(10 * SECOND);
    for (const entry of Object.keys(localStorage)) localStorage.removeItem(entry);
    await end(tabs[1]);
    expect((await fetchOf(tabs[1])(URL)).status).toBe(401);
    await harness.clock.settle();
    for (const tab of tabs) expect(tab.getSnapshot()).toMatchObject(SIGNED_OUT);
  });

  it("after a revocation, a forced refresh in one tab signs the user in again in every tab", async () => {
    const { harness, tabs, fetchOf, end } = await openTabs();
    await end(tabs[1]);
    await fetchOf(tabs[1])(URL);
    await harness.clock.advance(10 * SECOND);
    for (const tab of tabs) expect(tab.getSnapshot()).toMatchObject(SIGNED_OUT);
    const token = await tabs[2].refresh();
    await harness.clock.advance(SECOND);
    for (const tab of tabs) expect(await tab.getToken()).toBe(token);
    expect((await fetchOf(tabs[0])(URL)).status).toBe(200);
  });

  it("if a newer token arrives during a request, token_revoked causes a retry instead of a sign-out", async () => {
    const { harness, tabs, fetchOf, end, wire } = await openTabs();
    await end(tabs[0]);
    await harness.clock.advance(2 * SECOND);
    const newer = harness.mint();
    const sending = fetchOf(tabs[0])(URL);
    tabs[0].adopt(newer);
    expect((await sending).status).toBe(200);
    expect(wire.sent.at(-1)?.authorization).toBe(`Bearer ${newer}`);
    for (const tab of tabs) expect(tab.getSnapshot().status).toBe("authenticated");
  });

  it("signs out if the repeated request gets token_revoked too", async () => {
    const { harness, tabs, fetchOf, ended, wire } = await openTabs();
    await harness.clock.advance(2 * SECOND);
    const newer = harness.mint();
    ended.add(newer).add(await tabs[0].getToken());
    const sending = fetchOf(tabs[0])(URL);
    tabs[0].adopt(newer);
    expect((await sending).status).toBe(401);
    expect(wire.sent).toHaveLength(2);
    expect(tabs[0].getSnapshot()).toMatchObject(SIGNED_OUT);
  });

  it("signs out all tabs if the exchange during a refresh returns token_revoked", async () => {
    const idToken = signToken({ sub: "ada" });
    const { harness, tabs, ended } = await openTabs({ kind: "provider", getToken: async () => idToken });
    for (const tab of tabs) expect(tab.getSnapshot().status).toBe("authenticated");
    ended.add(idToken);
    expect(await rejectionOf(tabs[0].refresh())).toMatchObject({ code: "token_revoked", retryable: false });
    await harness.clock.settle();
    for (const tab of tabs) expect(tab.getSnapshot()).toMatchObject(SIGNED_OUT);
  });

  it("signs out all tabs if the app's token route returns token_revoked", async () => {
    const { tabs, harness } = await openTabs();
    harness.source.handle(async () => {
      const { errorFromResponse } = await import("../../src/client/request.ts");
      throw await errorFromResponse(revoked(), "The token route", "unauthenticated", "source_failed");
    });
    expect(await rejectionOf(tabs[2].refresh())).toMatchObject({ code: "token_revoked" });
    await harness.clock.settle();
    for (const tab of tabs) expect(tab.getSnapshot()).toMatchObject(SIGNED_OUT);
  });

  it("a 401 without the code token_revoked does not sign the user out", async () => {
    const { tabs, fetchOf, wire } = await openTabs();
    const other = createWire({ "GET /v1/threads": () => new Response("no", { status: 401 }) });
    await createAuthorizedFetch(() => tabs[0], other.fetch)(URL);
    expect(tabs[0].getSnapshot().status).toBe("authenticated");
    expect((await fetchOf(tabs[0])(URL)).status).toBe(200);
    expect(wire.sent).toHaveLength(1);
  });
});

describe("an anonymous visitor whose session was revoked", () => {
  const visit = (name: string) =>
    Response.json({
      access_token: `access.${name}.x`,
      refresh_token: { token: `refresh_0${name}`, expires_at: "2026-02-01T00:00:00.000Z" },
    });

  it("the token source rejects an automatic renewal, but creates a new visitor in any other call", async () => {
    let count = 0;
    const begin = () => visit(`v${++count}`);
    const wire = createWire({ "POST /v1/auth/tokens/anonymous": begin, "POST /v1/auth/tokens/refresh": revoked });
    const { signal } = new AbortController();
    const startGetToken = (forceRefresh: boolean, isRenewal?: boolean) =>
      anonymousTokenSource().getToken({
        ...{ signal, forceRefresh, baseUrl: "https://cloud.example", fetch: wire.fetch },
        ...(isRenewal === undefined ? {} : { isRenewal }),
      });
    expect(await startGetToken(false, false)).toBe("access.v1.x");
    expect(await rejectionOf(startGetToken(false, true))).toMatchObject({ code: "token_revoked" });
    expect(await startGetToken(true, true)).toBe("access.v2.x");
    expect(await startGetToken(false)).toBe("access.v3.x");
  });

  it("an automatic renewal signs a revoked visitor out, and a forced refresh creates a new visitor", async () => {
    const harness = createEngineHarness();
    let count = 0;
    const wire = createWire({
      "POST /v1/auth/tokens/anonymous": () =>
        Response.json({
          access_token: harness.mint({ claims: { sub: `v${++count}` } }),
          refresh_token: { token: `refresh_0v${count}`, expires_at: "2026-02-01T00:00:00.000Z" },
        }),
      "POST /v1/auth/tokens/refresh": revoked,
    });
    const start = () => harness.start({ tokenSource: anonymousTokenSource(), fetch: wire.fetch });
    const first = start();
    const user = (engine = first) => engine.getSnapshot().userId;
    await first.getToken();
    expect(user()).toBe("v1");
    await harness.clock.advance(5 * MINUTE);
    expect(first.getSnapshot()).toMatchObject(SIGNED_OUT);
    expect(await first.getToken()).toBeNull();
    await first.refresh();
    expect(user()).toBe("v2");
    first.dispose();
    // Without `localStorage`, the visitor's refresh token is in memory that belongs to `fetch`. The next engine has the
    // same `fetch`, so it also finds the revoked visitor.
    const next = start();
    await next.getToken();
    expect(user(next)).toBe("v3");
  });
});
