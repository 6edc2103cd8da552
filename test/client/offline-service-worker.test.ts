import { anonymousTokenSource, backendTokenSource, providerTokenSource, type TokenSource } from "assistant-cloud-auth";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { createStorage } from "../support/simulated-browser.ts";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";

afterEach(() => void vi.unstubAllGlobals());

const sources: Record<string, () => TokenSource> = {
  "a backend route": () => backendTokenSource({ url: "https://app.example/token", key: "ada" }),
  "an exchange": () => providerTokenSource({ key: "ada", getToken: async () => "a.b.c" }),
  "an anonymous sign-in": () => anonymousTokenSource({ storage: createStorage() }),
};

const answers: [string, () => Response][] = [
  ["503", () => new Response("Offline", { status: 503 })],
  ["408 and text", () => new Response("Offline", { status: 408 })],
  ["404", () => new Response("Not in the cache", { status: 404 })],
  ["401 and JSON", () => Response.json({ error: "offline" }, { status: 401 })],
  ["204", () => new Response(null, { status: 204 })],
  ["an empty 200", () => new Response("")],
  ["200 and text", () => new Response("You are offline.", { headers: { "content-type": "text/plain" } })],
  ["200 and an HTML page", () => new Response("<p>Offline", { headers: { "content-type": "text/html" } })],
  ["200 and JSON without a token", () => Response.json({ offline: true })],
  ["200 and a token that is null", () => Response.json({ token: null, access_token: null })],
];

/** Creates an engine whose requests `answer` answers, and the responses of a server that issues a token. */
function start(name: string, answer: () => Response) {
  const harness = createEngineHarness();
  const network = { answer };
  const { clock } = harness;
  const options = { baseUrl: "https://cloud.example", tokenSource: sources[name]?.() as TokenSource, clock };
  const fetch = vi.fn(async () => network.answer());
  const engine = createEngineCore(engineDependencies({ ...options, fetch, random: () => 0.5 }));
  const asJson = () => {
    const token = harness.mint();
    return Response.json({ token, access_token: token, refresh_token: { token: "r", expires_at: "2030" } });
  };
  const inHeader = () => new Response("[]", { headers: { Authorization: `Bearer ${harness.mint()}` } });
  return { engine, fetch, network, clock, asJson, inHeader };
}

const goOffline = () => vi.stubGlobal("navigator", { onLine: false });
const goOnline = () => vi.stubGlobal("navigator", { onLine: true });

describe.each(Object.keys(sources))("a service worker that responds while the browser is offline to %s", (name) => {
  it.each(answers)("F65 %s is `offline`, and the engine recovers when the browser is online", async (_, answer) => {
    goOnline();
    const { engine, fetch, network, clock, asJson } = start(name, answer);
    network.answer = asJson;
    await engine.getToken();
    goOffline();
    network.answer = answer;
    await clock.advance(250 * SECOND);
    await engine.tick();
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: { code: "offline" } });
    await clock.advance(10 * MINUTE);
    await engine.tick();
    expect(engine.getSnapshot()).toMatchObject({ status: "error", error: { cause: { code: "offline" } } });
    const { length } = fetch.mock.calls;
    await clock.advance(10 * MINUTE);
    await engine.tick();
    expect(fetch).toHaveBeenCalledTimes(length);
    goOnline();
    network.answer = asJson;
    await engine.tick(true);
    await clock.advance(2 * SECOND);
    await engine.tick();
    expect(engine.getSnapshot().status).toBe("authenticated");
  });

  it.each(answers)("F65 %s to the first request is `offline`", async (_, answer) => {
    goOffline();
    const { engine } = start(name, answer);
    expect(await rejectionOf(engine.getToken())).toMatchObject({ code: "offline", retryable: true });
    expect(engine.getSnapshot().status).toBe("error");
  });
});

describe("a server on the same machine while the browser is offline", () => {
  it.each(Object.keys(sources))("F65 uses the token that the server returns to %s", async (name) => {
    goOffline();
    const { engine, network, asJson } = start(name, () => new Response(null));
    network.answer = asJson;
    expect(await engine.getToken()).toMatch(/^ey/);
  });

  it("F65 uses the token in the `Authorization` header of a response", async () => {
    goOffline();
    const { engine, network, inHeader } = start("an exchange", () => new Response(null));
    network.answer = inHeader;
    expect(await engine.getToken()).toMatch(/^ey/);
  });

  it("F65 uses a token that is the text of the response", async () => {
    goOffline();
    const { engine, network, asJson } = start("a backend route", () => new Response(null));
    const { token } = await asJson().json();
    network.answer = () => new Response(token, { headers: { "content-type": "text/plain" } });
    expect(await engine.getToken()).toBe(token);
  });
});
