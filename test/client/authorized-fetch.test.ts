import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createAuthorizedFetch, type GetToken } from "../../src/client/authorized-fetch.ts";
import { createEngineHarness, rejectionOf } from "./engine-harness.ts";
import { createWire } from "./wire.ts";

const URL = "https://cloud.example/v1/threads";
const adopt = vi.fn();
const authorizedFetch = (getToken: GetToken, fetch: typeof globalThis.fetch) =>
  createAuthorizedFetch(() => ({ getToken, adopt }), fetch);
const accepts = (good: string) => (request: Request) =>
  new Response(null, { status: request.headers.get("Authorization") === `Bearer ${good}` ? 200 : 401 });
const tokens = (...results: (string | null)[]): GetToken => {
  let current = 0;
  return async (options) => results[options?.forceRefresh ? ++current : current] ?? null;
};

describe("createAuthorizedFetch()", () => {
  it("sends the workspace token as a bearer token", async () => {
    const wire = createWire({ "GET /v1/threads": accepts("one") });
    expect((await authorizedFetch(tokens("one"), wire.fetch)(URL)).status).toBe(200);
    expect(wire.sent).toMatchObject([{ authorization: "Bearer one" }]);
  });

  it.each([undefined, null, "text", { status: 200 }])(
    "rejects with `configuration` if `fetch` resolves to %j",
    async (nonsense) => {
      const fetch = async () => nonsense as unknown as Response;
      const error = await rejectionOf(authorizedFetch(tokens("one"), fetch)(URL));
      expect(error).toMatchObject({ code: "configuration", remedy: expect.stringContaining("fetch") });
    },
  );

  it("F23 after a 401, sends the request and its body once more with a new token", async () => {
    const wire = createWire({ "POST /v1/threads": accepts("two") });
    const response = await authorizedFetch(tokens("one", "two"), wire.fetch)(URL, { method: "POST", body: "{}" });
    expect(response.status).toBe(200);
    expect(wire.sent.map(({ authorization, body }) => [authorization, body])).toEqual([
      ["Bearer one", "{}"],
      ["Bearer two", "{}"],
    ]);
  });

  it("F23 requests that got a 401 share one forced refresh", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    const good = harness.mint();
    harness.source.handle(() => good);
    const wire = createWire({ "GET /v1/threads": accepts(good) });
    const send = authorizedFetch(engine.getToken, wire.fetch);
    const responses = await Promise.all(Array.from({ length: 20 }, () => send(URL)));
    expect(responses.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(harness.source.calls).toHaveLength(2);
  });

  it("F23 sends a request at most twice, and returns the second 401", async () => {
    const wire = createWire({ "GET /v1/threads": accepts("never") });
    const response = await authorizedFetch(tokens("one", "two"), wire.fetch)(URL);
    expect(response.status).toBe(401);
    expect(wire.sent).toHaveLength(2);
  });

  it("F24 forces no refresh if a newer token already replaced the rejected token", async () => {
    const getToken = vi.fn<GetToken>().mockResolvedValueOnce("one").mockResolvedValue("two");
    const wire = createWire({ "GET /v1/threads": accepts("two") });
    expect((await authorizedFetch(getToken, wire.fetch)(URL)).status).toBe(200);
    expect(getToken).not.toHaveBeenCalledWith({ forceRefresh: true });
  });

  it("sends no request with a token that was rejected before", async () => {
    const wire = createWire({ "GET /v1/threads": accepts("never") });
    expect((await authorizedFetch(tokens("one", "one"), wire.fetch)(URL)).status).toBe(401);
    expect(wire.sent).toHaveLength(1);
  });

  it("F25 after a 401, does not repeat a request whose body is a stream", async () => {
    const body = new ReadableStream({ start: (controller) => controller.close() });
    const fetch = vi.fn(async () => new Response(null, { status: 401 }));
    const init = { method: "POST", body, duplex: "half" } as RequestInit;
    expect((await authorizedFetch(tokens("one", "two"), fetch)(URL, init)).status).toBe(401);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("F25 after a 401, does not repeat a request whose body is an async iterable", async () => {
    async function* read() {
      yield new TextEncoder().encode("part");
    }
    const wire = createWire({ "POST /v1/threads": accepts("two") });
    const init = { method: "POST", body: read(), duplex: "half" } as unknown as RequestInit;
    expect((await authorizedFetch(tokens("one", "two"), wire.fetch)(URL, init)).status).toBe(401);
    expect(wire.sent).toMatchObject([{ body: "part" }]);
  });

  it.each([`${URL}?limit=1`, new globalThis.URL(`${URL}?limit=1`)])(
    "F45 passes the URL as a string and keeps the other options, because some platforms accept no `Request`",
    async (input) => {
      const fetch = vi.fn(async (_input: RequestInfo | URL, _init?: RequestInit) => new Response());
      const headers = new Headers({ Accept: "text/plain" });
      const init = { method: "POST", body: "{}", headers, next: { revalidate: 60 } } as RequestInit;
      const request = authorizedFetch(tokens("one"), fetch)(input, init);
      headers.set("Accept", "changed/later");
      await request;
      expect(fetch.mock.calls).toEqual([
        [`${URL}?limit=1`, { ...init, headers: { accept: "text/plain", authorization: "Bearer one" } }],
      ]);
    },
  );

  it("F25 requests that share one options object each send the body and method that the object had at the call", async () => {
    const wire = createWire({});
    const send = authorizedFetch(tokens("one"), wire.fetch);
    const init: RequestInit = { method: "POST" };
    const answers = ["a", "b", "c"].map((body) => send(URL, Object.assign(init, { body })));
    init.method = "PUT";
    await Promise.all(answers);
    expect(wire.sent.map(({ method, body }) => method + body)).toEqual(["POSTa", "POSTb", "POSTc"]);
  });

  it("sends the method, headers and body of a `Request` that is passed as the options", async () => {
    const wire = createWire({ "PUT /v1/threads": accepts("one") });
    const request = new Request("https://other.example", { method: "PUT", body: "whole", headers: { Accept: "a/b" } });
    const fetch = vi.fn(wire.fetch);
    expect((await authorizedFetch(tokens("one"), fetch)(URL, request)).status).toBe(200);
    expect(wire.sent).toEqual([{ method: "PUT", url: "/v1/threads", authorization: "Bearer one", body: "whole" }]);
    expect(fetch.mock.calls[0]?.[1]?.headers).toMatchObject({ accept: "a/b" });
    const controller = new AbortController();
    const answer = authorizedFetch(() => new Promise(() => {}), fetch)(URL, new Request(URL, controller));
    controller.abort();
    expect(await rejectionOf(answer)).toMatchObject({ name: "AbortError" });
  });

  it("F25 after a 401, sends the whole body of a `Request` again, even if the body is a form", async () => {
    const form = new FormData();
    form.set("file", new Blob(["x".repeat(100_000)]), "long.txt");
    const requests = [
      new Request(URL, { method: "POST", body: "whole" }),
      new Request(URL, { method: "PUT", body: form }),
    ];
    for (const request of requests) {
      const wire = createWire({ [`${request.method} /v1/threads`]: accepts("two") });
      expect((await authorizedFetch(tokens("one", "two"), wire.fetch)(request)).status).toBe(200);
      expect(wire.sent[0]?.body.length).toBeGreaterThan(4);
      expect(wire.sent[1]?.body).toBe(wire.sent[0]?.body);
    }
  });

  it("F23 repeats a request if the body of its 401 does not arrive within 2 s", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode("{")) });
    const wire = createWire({ "GET /v1/threads": [new Response(body, { status: 401 }), Response.json({})] });
    const engine = { getToken: tokens("one", "two"), adopt, revoke: () => false };
    const answer = createAuthorizedFetch(() => engine, wire.fetch)(URL);
    await vi.advanceTimersByTimeAsync(2_000);
    expect((await answer).status).toBe(200);
  });

  it("returns the 401 if the refresh fails", async () => {
    const getToken: GetToken = async (options) => {
      if (options?.forceRefresh) throw new Error("no");
      return "one";
    };
    const wire = createWire({ "GET /v1/threads": accepts("two") });
    expect((await authorizedFetch(getToken, wire.fetch)(URL)).status).toBe(401);
  });

  it("sends no request while the user is signed out", async () => {
    const wire = createWire({});
    expect(await rejectionOf(authorizedFetch(tokens(null), wire.fetch)(URL))).toMatchObject({
      code: "signed_out",
    });
    expect(wire.sent).toEqual([]);
  });
});
