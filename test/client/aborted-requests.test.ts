import { AbortController as AbortController3 } from "abort-controller";
import { describe, expect, it, vi } from "vitest";
import { createAuthorizedFetch, type GetToken } from "../../src/client/authorized-fetch.ts";
import { createEngineHarness, rejectionOf } from "./engine-harness.ts";
import { API, BASE, createFirstLoad, EXCHANGE } from "./first-load.ts";
import { createWire } from "./wire.ts";

const URL = `${BASE}/v1/threads`;
const never = () => new Promise<never>(() => {});
const authorizedFetch = (getToken: GetToken, fetch: typeof globalThis.fetch) =>
  createAuthorizedFetch(() => ({ getToken, adopt() {} }), fetch);

/** Creates a source that hangs, and a function that sends requests with the tokens of this source. */
async function createHang() {
  const harness = createEngineHarness({ source: { handler: null } });
  const engine = harness.start();
  await harness.clock.settle();
  const wire = createWire({ [API]: () => Response.json({}) });
  return { ...harness, wire, send: authorizedFetch(engine.getToken, wire.fetch) };
}

describe("a request that its caller aborts", () => {
  it("F18 rejects at once with the signal's reason while the source hangs, and is never sent", async () => {
    const { source, mint, clock, wire, send } = await createHang();
    const [controller, reason] = [new AbortController(), new Error("closed")];
    const removed = vi.spyOn(controller.signal, "removeEventListener");
    const answer = send(URL, { method: "POST", body: "{}", signal: controller.signal });
    const other = send(URL);
    controller.abort(reason);
    expect(await rejectionOf(answer)).toBe(reason);
    source.calls[0]?.resolve(mint());
    expect((await other).status).toBe(200);
    await clock.settle();
    expect(wire.paths()).toEqual(["GET /v1/threads"]);
    expect(removed).toHaveBeenCalled();
  });

  it.each(["the options", "a `Request`"])("F18 rejects at once if the signal is in %s", async (place) => {
    const { send } = await createHang();
    const controller = new AbortController();
    const init = { signal: controller.signal };
    const answer = place === "the options" ? send(URL, init) : send(new Request(URL, init));
    controller.abort();
    expect(await rejectionOf(answer)).toMatchObject({ name: "AbortError" });
  });

  it("F18 ignores the signal of a `Request` if the options remove it", async () => {
    const { source, mint, send } = await createHang();
    const controller = new AbortController();
    const answer = send(new Request(URL, { signal: controller.signal }), { signal: null });
    controller.abort();
    source.calls[0]?.resolve(mint());
    expect((await answer).status).toBe(200);
  });

  it("F18 does not read the token if the signal has already aborted", async () => {
    const getToken = vi.fn(never);
    const signal = AbortSignal.abort();
    expect(await rejectionOf(authorizedFetch(getToken, vi.fn())(URL, { signal }))).toBe(signal.reason);
    expect(getToken).not.toHaveBeenCalled();
  });

  it("F23 rejects at once during the forced refresh after a 401", async () => {
    const controller = new AbortController();
    const getToken: GetToken = async (options) => {
      if (!options?.forceRefresh) return "one";
      controller.abort();
      return never();
    };
    const wire = createWire({ [API]: () => new Response(null, { status: 401 }) });
    const error = await rejectionOf(authorizedFetch(getToken, wire.fetch)(URL, { signal: controller.signal }));
    expect(error).toMatchObject({ name: "AbortError" });
    expect(wire.sent).toHaveLength(1);
  });

  it("F45 rejects with an `AbortError` on a platform whose signals have no reason", async () => {
    const { send } = await createHang();
    const controller = new AbortController3();
    const answer = send(URL, { signal: controller.signal as AbortSignal });
    controller.abort();
    expect(await rejectionOf(answer)).toMatchObject({ name: "AbortError" });
  });

  it("F18 does not carry the ID token, which the engine then exchanges", async () => {
    const load = createFirstLoad();
    load.source.handle(null);
    const controller = new AbortController();
    const answer = load.send(URL, { signal: controller.signal });
    controller.abort();
    expect(await rejectionOf(answer)).toMatchObject({ name: "AbortError" });
    await load.clock.settle();
    load.source.calls[0]?.resolve(load.idToken);
    expect(await load.engine.getToken()).toMatch(/^ey/);
    expect(load.sent()).toEqual([EXCHANGE]);
  });
});
