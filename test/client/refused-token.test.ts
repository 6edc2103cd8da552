import { describe, expect, it } from "vitest";
import { createAuthorizedFetch } from "../../src/client/authorized-fetch.ts";
import { createEngineHarness, SECOND } from "./engine-harness.ts";
import { createWire } from "./wire.ts";

/** Creates an engine whose routine refresh is in flight. The source returns a new token only to a forced call. */
async function startCached() {
  const harness = createEngineHarness();
  const { clock, source, mint } = harness;
  const engine = await harness.started();
  const first = await engine.getToken();
  source.handle(null);
  await clock.advance(241 * SECOND);
  source.handle(({ forceRefresh }) => (forceRefresh ? mint() : first));
  const answerFromCache = () => source.calls.at(-1)?.resolve(first);
  const forced = () => source.calls.map(({ request }) => request.forceRefresh);
  return { ...harness, engine, first, answerFromCache, forced };
}

describe("a token that the API refuses while a routine refresh is in flight", () => {
  it("F23 is replaced by a forced call, and the request is sent once more, if the source answers from a cache", async () => {
    const { clock, engine, first, answerFromCache, forced } = await startCached();
    const status = ({ headers }: Request) => (headers.get("Authorization") === `Bearer ${first}` ? 401 : 200);
    const wire = createWire({ "GET /v1/threads": (request) => new Response("", { status: status(request) }) });
    const send = createAuthorizedFetch(() => ({ ...engine, adopt: () => {} }), wire.fetch);
    const responses = [1, 2, 3].map(() => send("https://cloud.example/v1/threads"));
    await clock.advance(SECOND);
    answerFromCache();
    await clock.advance(2 * SECOND);
    expect((await Promise.all(responses)).map((response) => response.status)).toEqual([200, 200, 200]);
    expect(forced()).toEqual([false, false, true]);
  });

  it("F23 is replaced without a forced call if the source returns a newer token", async () => {
    const { clock, source, engine, mint, first, forced } = await startCached();
    const refreshed = engine.refresh();
    source.calls.at(-1)?.resolve(mint());
    await clock.advance(2 * SECOND);
    expect(await refreshed).not.toBe(first);
    expect(forced()).toEqual([false, false]);
  });

  it("F13 F23 is kept after one forced call if the source has no other token", async () => {
    const { clock, source, engine, first, answerFromCache, forced } = await startCached();
    const refreshed = engine.refresh();
    source.handle(() => first);
    answerFromCache();
    await clock.advance(5 * SECOND);
    expect(await refreshed).toBe(first);
    expect(forced()).toEqual([false, false, true]);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: null });
  });
});
