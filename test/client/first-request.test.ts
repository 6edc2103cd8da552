import { afterEach, describe, expect, it, vi } from "vitest";
import { createChannelClass, createLockManager } from "../support/simulated-browser.ts";
import { rejectionOf, SECOND } from "./engine-harness.ts";
import { API, BASE, createFirstLoad, EXCHANGE, FIRST, hold, MESSAGES, NEXT, ROUTE } from "./first-load.ts";

afterEach(() => vi.unstubAllGlobals());

const status = (code: number) => () => Response.json({ error: "no" }, { status: code });

describe("the first request of a user", () => {
  it("even the first request carries the ID token, and all requests share one call of the token source", async () => {
    const load = createFirstLoad();
    const answers = Array.from({ length: 20 }, () => load.send(`${BASE}/v1/threads`));
    void load.engine.tick();
    expect((await Promise.all(answers)).map((response) => response.status)).toEqual(Array(20).fill(200));
    expect(load.sent()).toEqual([FIRST, ...Array(19).fill(NEXT)]);
    expect(new Set(load.wire.sent.slice(1).map(({ authorization }) => authorization)).size).toBe(1);
    expect(load.source.calls).toHaveLength(1);
    expect(load.engine.getSnapshot().status).toBe("authenticated");
  });

  it("if a source call has already started, sends the first request with the ID token from that call", async () => {
    const load = createFirstLoad();
    load.source.handle(null);
    void load.engine.tick();
    await load.clock.settle();
    const answer = load.send(`${BASE}/v1/threads`);
    load.source.calls[0]?.resolve(load.idToken);
    expect((await answer).status).toBe(200);
    expect(load.sent()).toEqual([FIRST]);
    expect(load.source.calls).toHaveLength(1);
  });

  it("a request that starts during an exchange waits for the workspace token", async () => {
    const { held, answer: release } = hold();
    const load = createFirstLoad({ [ROUTE]: held });
    void load.engine.tick();
    await load.clock.settle();
    const answer = load.send(`${BASE}/v1/threads`);
    release(Response.json({ token: load.mint() }));
    expect((await answer).status).toBe(200);
    expect(load.sent()).toEqual([EXCHANGE, NEXT]);
  });

  it("`getToken()` exchanges the ID token if the app has not sent a request yet", async () => {
    const load = createFirstLoad();
    expect(await load.engine.getToken()).toMatch(/^ey/);
    expect(load.sent()).toEqual([EXCHANGE]);
  });

  it("F34 the other tabs get the token of the first response", async () => {
    vi.stubGlobal("navigator", { onLine: true, locks: createLockManager() });
    vi.stubGlobal("BroadcastChannel", createChannelClass());
    const load = createFirstLoad();
    const other = load.startEngine();
    const answer = load.send(`${BASE}/v1/threads`);
    void other.tick();
    await load.clock.advance(SECOND);
    expect((await answer).status).toBe(200);
    expect(other.peek()).toBe(load.engine.peek());
    expect(other.peek()).not.toBe(null);
    expect(load.sent()).toEqual([FIRST]);
    expect(load.source.calls).toHaveLength(1);
  });
});

describe("a first response that contains no workspace token", () => {
  it.each([200, 204, 404, 409, 500])(
    "returns the first response with status %s, and exchanges the ID token before the second request",
    async (code) => {
      const answer = () => new Response(null, { status: code });
      const load = createFirstLoad({ [API]: [answer, () => Response.json({})] });
      const [first, next] = await Promise.all([load.send(`${BASE}/v1/threads`), load.send(`${BASE}/v1/threads`)]);
      expect([first.status, next.status]).toEqual([code, 200]);
      expect(load.sent()).toEqual([FIRST, EXCHANGE, NEXT]);
      expect(load.source.calls).toHaveLength(1);
    },
  );

  it.each([401, 403])("sends the first request and its body again after status %s", async (code) => {
    const load = createFirstLoad({ [MESSAGES]: [status(code), () => Response.json({ message_id: "1" })] });
    const init = { method: "POST", body: '{"content":{}}' };
    expect((await load.send(`${BASE}/v1/threads/1/messages`, init)).status).toBe(200);
    expect(load.sent()).toEqual([
      "POST /v1/threads/1/messages with the ID token",
      EXCHANGE,
      "POST /v1/threads/1/messages with a workspace token",
    ]);
    expect(load.wire.sent.map(({ body }) => body)).toEqual([init.body, "", init.body]);
  });

  it("does not repeat the first request after a 403 response whose header contains a workspace token", async () => {
    const load = createFirstLoad({
      [API]: () => new Response(null, { status: 403, headers: { Authorization: `Bearer ${load.mint()}` } }),
    });
    expect((await load.send(`${BASE}/v1/threads`)).status).toBe(403);
    expect(await load.engine.getToken()).not.toBe(null);
    expect(load.sent()).toEqual([FIRST]);
  });

  it("F23 sends the first request at most twice if each response has the status 401", async () => {
    const load = createFirstLoad({ [API]: status(401) });
    expect((await load.send(`${BASE}/v1/threads`)).status).toBe(401);
    expect(load.sent()).toEqual([FIRST, EXCHANGE, NEXT]);
  });

  it("F60 if the API and the exchange reject the ID token, the request fails with the exchange's error", async () => {
    const load = createFirstLoad({ [API]: status(403), [ROUTE]: () => Response.json({ code: "x" }, { status: 403 }) });
    expect(await rejectionOf(load.send(`${BASE}/v1/threads`))).toMatchObject({ code: "rejected" });
    await load.clock.advance(60 * SECOND);
    await rejectionOf(load.send(`${BASE}/v1/threads`));
    expect(load.sent()).toEqual([FIRST, EXCHANGE, EXCHANGE]);
  });

  it.each(["Bearer nonsense", "Basic abc"])(
    "F26 ignores the response header `Authorization: %s`, and exchanges the ID token before the second request",
    async (header) => {
      const answer = () => Response.json({}, { headers: { Authorization: header } });
      const load = createFirstLoad({ [API]: [answer, () => Response.json({})] });
      const [first, next] = await Promise.all([load.send(`${BASE}/v1/threads`), load.send(`${BASE}/v1/threads`)]);
      expect([first.status, next.status]).toEqual([200, 200]);
      expect(load.sent()).toEqual([FIRST, EXCHANGE, NEXT]);
    },
  );
});

/** Replaces `sessionStorage`, and returns the stored texts by name. */
function stubSessionStorage() {
  const storedEntries = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (slot: string) => storedEntries.get(slot) ?? null,
    setItem: (slot: string, text: string) => storedEntries.set(slot, text),
  });
  return storedEntries;
}

describe("a cloud that accepts no ID token in API requests", () => {
  it.each([401, 403])(
    "after status %s, the tab sends no ID token in API requests, even after a reload",
    async (code) => {
      const storedEntries = stubSessionStorage();
      const answers = { [API]: [status(code), ...Array(3).fill(() => Response.json({}))] };
      const load = createFirstLoad(answers);
      await Promise.all([load.send(`${BASE}/v1/threads`), load.send(`${BASE}/v1/threads`)]);
      load.wire.sent.length = 0;
      await load.clock.advance(SECOND);
      load.engine.invalidate();
      await load.send(`${BASE}/v1/threads`);
      expect(load.sent()).toEqual([EXCHANGE, NEXT]);
      expect([...storedEntries.values()].join()).toBe("route");
      const page = createFirstLoad(answers);
      await page.send(`${BASE}/v1/threads`);
      expect(page.sent()).toEqual([EXCHANGE, NEXT]);
    },
  );

  it("F76 after a public path, whose response has no token, the next page's first request carries the ID token", async () => {
    const storedEntries = stubSessionStorage();
    const answers = { "GET /healthz": () => Response.json({ ok: true }) };
    const load = createFirstLoad(answers);
    expect((await load.send(`${BASE}/healthz`)).status).toBe(200);
    await load.engine.getToken();
    expect([...storedEntries.values()]).toEqual([]);
    const page = createFirstLoad(answers);
    await page.send(`${BASE}/v1/threads`);
    expect(page.sent()).toEqual([FIRST]);
  });

  it("the next user's first request carries the ID token again, even if the first response was a 500", async () => {
    const load = createFirstLoad({ [API]: [status(500), () => load.withHeader(load.mint())] });
    await load.send(`${BASE}/v1/threads`);
    await load.clock.advance(SECOND);
    load.engine.setTokenSource({ ...load.source, key: "grace" });
    await load.send(`${BASE}/v1/threads`);
    expect(load.sent().at(-1)).toBe(FIRST);
  });
});

describe("a first request that gets a 429", () => {
  const limited = (headers: Record<string, string>) => () => new Response("busy", { status: 429, headers });

  it("F19 the exchange waits for `Retry-After`, and the app gets the response", async () => {
    const load = createFirstLoad({ [API]: [limited({ "Retry-After": "30" }), () => Response.json({})] });
    const [first, next] = await Promise.allSettled([load.send(`${BASE}/v1/threads`), load.send(`${BASE}/v1/threads`)]);
    expect(first).toMatchObject({ status: "fulfilled", value: { status: 429, bodyUsed: false } });
    expect(next).toMatchObject({ status: "rejected", reason: { code: "rate_limited", retryAfterMs: 30 * SECOND } });
    await load.clock.advance(29 * SECOND);
    await load.engine.tick();
    expect(load.sent()).toEqual([FIRST]);
    await load.clock.advance(5 * SECOND);
    await load.engine.tick();
    expect(load.sent()).toEqual([FIRST, EXCHANGE]);
    expect(load.engine.getSnapshot().status).toBe("authenticated");
  });

  it("the engine exchanges the ID token at once if the response names no delay", async () => {
    const load = createFirstLoad({ [API]: [limited({}), () => Response.json({})] });
    expect((await load.send(`${BASE}/v1/threads`)).status).toBe(429);
    expect((await load.send(`${BASE}/v1/threads`)).status).toBe(200);
    expect(load.sent()).toEqual([FIRST, EXCHANGE, NEXT]);
  });
});

describe("a first request that gets no response", () => {
  it("rejects the first request with fetch's error, and exchanges the ID token before the second request", async () => {
    const failure = new TypeError("Failed to fetch");
    const load = createFirstLoad({ [API]: [failure, () => Response.json({})] });
    const [first, next] = await Promise.allSettled([load.send(`${BASE}/v1/threads`), load.send(`${BASE}/v1/threads`)]);
    expect(first).toEqual({ status: "rejected", reason: failure });
    expect(next).toMatchObject({ status: "fulfilled" });
    expect(load.sent()).toEqual([FIRST, EXCHANGE, NEXT]);
  });

  it("if the caller aborts the first request, exchanges the ID token before the second request", async () => {
    const untilAborted = (request: Request) =>
      new Promise<Response>((_, reject) => {
        request.signal.addEventListener("abort", () => reject(request.signal.reason));
      });
    const load = createFirstLoad({ [API]: [untilAborted, () => Response.json({})] });
    const controller = new AbortController();
    const first = load.send(`${BASE}/v1/threads`, { signal: controller.signal });
    const next = load.send(`${BASE}/v1/threads`);
    await load.clock.settle();
    controller.abort();
    expect(await rejectionOf(first)).toMatchObject({ name: "AbortError" });
    expect((await next).status).toBe(200);
    expect(load.sent()).toEqual([FIRST, EXCHANGE, NEXT]);
  });

  it("if the first request hangs for two seconds, exchanges the ID token before the second request", async () => {
    const { held, answer } = hold();
    const load = createFirstLoad({ [API]: [held, () => Response.json({})] });
    const first = load.send(`${BASE}/v1/threads`);
    const next = load.send(`${BASE}/v1/threads`);
    await load.clock.advance(1.9 * SECOND);
    expect(load.sent()).toEqual([FIRST]);
    await load.clock.advance(0.1 * SECOND);
    expect((await next).status).toBe(200);
    expect(load.sent()).toEqual([FIRST, EXCHANGE, NEXT]);
    const token = load.engine.peek();
    answer(load.withHeader(load.mint({ age: 100 * SECOND })));
    expect((await first).status).toBe(200);
    expect(load.engine.peek()).toBe(token);
    expect(load.clock.pendingTimers).toBe(0);
  });
});

describe("F76 the exchange method that the first response reveals", () => {
  it.each([
    ["the response header", "JWT", "GET /v1/threads?limit=1 with the ID token"],
    ["the exchange route", "aui-workspace+jwt", EXCHANGE],
  ])("gets the next workspace token from %s if the first workspace token has the `typ` %s", async (_, typ, renewal) => {
    const load = createFirstLoad({
      [API]: [() => load.withHeader(load.mint({ typ })), () => load.withHeader(load.mint())],
    });
    await load.send(`${BASE}/v1/threads`);
    await load.clock.advance(100 * SECOND);
    await load.engine.refresh();
    expect(load.sent()).toEqual([FIRST, renewal]);
    expect(load.engine.getSnapshot().revision).toBe(2);
  });
});
