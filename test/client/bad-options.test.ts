import {
  anonymousTokenSource,
  backendTokenSource,
  createTokenEngine,
  providerTokenSource,
  type TokenSource,
} from "assistant-cloud-auth";
import { describe, expect, it } from "vitest";
import { createAuthorizedFetch } from "../../src/client/authorized-fetch.ts";
import { createStorage } from "../support/simulated-browser.ts";
import { createEngineHarness, rejectionOf } from "./engine-harness.ts";

/** Returns the error that a function throws. */
function errorOf(call: () => unknown) {
  try {
    call();
  } catch (error) {
    return error as { code: string; message: string; remedy: string };
  }
  throw new Error("expected an error");
}

const baseUrl = "https://cloud.example";
const tokenSource: TokenSource = { kind: "backend", key: null, getToken: async () => null };

describe("a function that is called without its argument", () => {
  it.each<[string, string, () => unknown]>([
    ["providerTokenSource()", "providerTokenSource()", () => (providerTokenSource as () => unknown)()],
    ["providerTokenSource(null)", "providerTokenSource()", () => providerTokenSource(null as never)],
    ["backendTokenSource()", "backendTokenSource()", () => (backendTokenSource as () => unknown)()],
    ["backendTokenSource(null)", "backendTokenSource()", () => backendTokenSource(null as never)],
    ["backendTokenSource(5)", "backendTokenSource()", () => backendTokenSource(5 as never)],
    ["createTokenEngine()", "`baseUrl`", () => (createTokenEngine as () => unknown)()],
    ["createTokenEngine(null)", "`baseUrl`", () => createTokenEngine(null as never)],
  ])("%s throws `configuration` with a message that names %s", (_, name, call) => {
    const error = errorOf(call);
    expect(error).toMatchObject({ code: "configuration" });
    expect(error.message).toContain(name);
  });

  it.each([undefined, null])("anonymousTokenSource(%s) stores the visitor in the default storage", async (options) => {
    const harness = createEngineHarness();
    const fetch = async () => Response.json({ access_token: harness.mint() });
    const engine = harness.start({ tokenSource: anonymousTokenSource(options as undefined), fetch });
    expect(await engine.getToken()).toMatch(/^ey/);
  });
});

describe("an option of the wrong type", () => {
  it.each<[string, object]>([
    ["fetch", { fetch: "fetch" }],
    ["fetch", { fetch: {} }],
    ["clock", { clock: Date }],
    ["clock", { clock: {} }],
    ["clock", { clock: null }],
  ])("createTokenEngine() throws `configuration` that names `%s`: %o", (name, options) => {
    const error = errorOf(() => createTokenEngine({ baseUrl, tokenSource, ...options }));
    expect(error).toMatchObject({ code: "configuration" });
    expect(error.message).toContain(`\`${name}\``);
    expect(error.remedy).toContain(`\`${name}\``);
  });
});

describe("a `storage` of the wrong kind", () => {
  const { getItem } = createStorage();
  it.each<[string, unknown]>([
    ["a name", "localStorage"],
    ["a number", 5],
    ["a module's namespace", { default: createStorage() }],
    ["a Map", new Map()],
    ["an object that can only read", { getItem }],
  ])("anonymousTokenSource() throws `configuration` that names `storage`: %s", (_, storage) => {
    const error = errorOf(() => anonymousTokenSource({ storage: storage as never }));
    expect(error).toMatchObject({ code: "configuration" });
    expect(error.message).toContain("`storage`");
    expect(error.remedy).toContain("removeItem");
  });

  it.each([undefined, null])("anonymousTokenSource() uses the default storage for %s", async (storage) => {
    const harness = createEngineHarness();
    const fetch = async () => Response.json({ access_token: harness.mint() });
    const tokenSource = anonymousTokenSource({ storage: storage as never });
    expect(await harness.start({ tokenSource, fetch }).getToken()).toMatch(/^ey/);
  });
});

/** Returns an object that contains itself, which JSON cannot represent. */
function createCycle(): object {
  const user: { self?: object } = {};
  user.self = user;
  return user;
}

describe.each<[string, unknown]>([
  ["a BigInt", 10n],
  ["an object that contains itself", createCycle()],
])("a `key` that JSON cannot represent: %s", (_, key) => {
  const unusable = { ...tokenSource, key: key as string };
  const refusal = expect.objectContaining({ code: "configuration", message: expect.stringContaining("`key`") });

  it("createTokenEngine() throws `configuration` that names `key`", () => {
    expect(() => createTokenEngine({ baseUrl, tokenSource: unusable })).toThrow(refusal);
  });

  it("setTokenSource() throws `configuration` that names `key`, and the engine keeps its source", async () => {
    const engine = createTokenEngine({ baseUrl, tokenSource });
    expect(() => engine.setTokenSource(unusable)).toThrow(refusal);
    expect(await engine.getToken()).toBeNull();
    engine.dispose();
  });
});

describe("a `fetch` that resolves to the response of another HTTP client", () => {
  const headers = { get: () => "application/json" };
  const answers: [string, object][] = [
    ["axios", { status: 200, statusText: "OK", headers, data: { token: "a.b.c" } }],
    ["a client whose responses have only a status", { status: 401, ok: false }],
  ];
  const sources: Record<string, () => TokenSource> = {
    "a backend route": () => backendTokenSource("https://app.example/token"),
    "an exchange": () => providerTokenSource({ key: null, getToken: async () => "a.b.c" }),
    "an anonymous sign-in": () => anonymousTokenSource({ storage: createStorage() }),
  };
  const rows = Object.keys(sources).flatMap((name) => answers.map(([client, answer]) => ({ name, client, answer })));

  it.each(rows)("$name rejects with `configuration` that names `fetch`: $client", async ({ name, answer }) => {
    const fetch = async () => answer as Response;
    const engine = createTokenEngine({ baseUrl, tokenSource: sources[name]?.() as TokenSource, fetch });
    const error = await rejectionOf(engine.getToken());
    engine.dispose();
    expect(error).toMatchObject({ code: "configuration", retryable: false });
    expect(error.message).toContain("`fetch`");
  });

  it("an authorized fetch rejects with `configuration` that names `fetch`", async () => {
    const engine = { getToken: async () => "a.b.c", adopt() {} };
    const authorizedFetch = createAuthorizedFetch(
      () => engine,
      async () => answers[0]?.[1] as Response,
    );
    const error = await rejectionOf(authorizedFetch(`${baseUrl}/v1/threads`));
    expect(error).toMatchObject({ code: "configuration", message: expect.stringContaining("`fetch`") });
  });
});
