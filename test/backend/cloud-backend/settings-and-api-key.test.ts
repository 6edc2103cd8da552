import { inspect } from "node:util";
import { describe, expect, it, vi } from "vitest";
import { type AssistantCloudBackendOptions, createAssistantCloudBackend } from "../../../src/backend/index.ts";
import { cutConnection, hang, status } from "./mint-answers.ts";
import { apiKey, failure, ids, setUpMintServer } from "./set-up-mint-server.ts";

const { server, backend, create } = setUpMintServer();

describe("the settings of createAssistantCloudBackend()", () => {
  const refusal = (options: unknown) => {
    try {
      createAssistantCloudBackend(options as AssistantCloudBackendOptions);
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it.each([
    ["no API key", { apiKey: undefined }, "`apiKey` is missing"],
    ["an empty API key", { apiKey: "" }, "`apiKey` is missing"],
    ["an API key of another service", { apiKey: "sk_live_verysecret" }, "does not start with sk_aui_proj_"],
    ["an API key with a line break, as from a file", { apiKey: "sk_aui_proj_0verysecret\n" }, "a line break"],
    ["an API key with a typographic dash", { apiKey: "sk_aui_proj_0\u2014verysecret" }, "non-ASCII"],
    ["a relative base URL", { apiKey, baseUrl: "/api" }, "`baseUrl` is not an absolute URL"],
    ["a fetch that is not a function", { apiKey, fetch: "node-fetch" }, "`fetch` is not a function"],
    ["a deadline of zero", { apiKey, timeoutMs: 0 }, "`timeoutMs`"],
    ["an infinite deadline", { apiKey, timeoutMs: Number.POSITIVE_INFINITY }, "`timeoutMs`"],
    ["a deadline that is a string", { apiKey, timeoutMs: "10s" }, "`timeoutMs`"],
  ])("rejects settings with %s, and does not print the API key", (_label, options, message) => {
    const error = refusal(options);
    expect(error).toMatchObject({ code: "configuration", message: expect.stringContaining(message) });
    expect(inspect(error, { depth: null })).not.toContain("verysecret");
  });

  it("calls an `apiKey` function once for each mint, but not at the creation of the client", async () => {
    const keys = [apiKey, undefined, "sk_live_verysecret"];
    const readKey = vi.fn(() => keys.shift());
    const made = backend({ apiKey: readKey });
    expect(readKey).not.toHaveBeenCalled();
    await made.auth.tokens.create(ids);
    expect(server.requests[0]?.headers.authorization).toBe(`Bearer ${apiKey}`);
    const missing = await failure(made.auth.tokens.create(ids));
    expect(missing).toMatchObject({ code: "configuration", message: "`apiKey` is missing." });
    const foreign = await failure(made.auth.tokens.create(ids));
    expect(foreign.code).toBe("configuration");
    expect(inspect(foreign, { depth: null })).not.toContain("verysecret");
    expect(server.requests).toHaveLength(1);
  });

  it("says so if an `apiKey` function returns a promise", async () => {
    const error = await failure(create({ apiKey: (async () => apiKey) as never }));
    expect(error).toMatchObject({ code: "configuration", message: "`apiKey` returned a promise." });
    expect(inspect(error, { depth: null })).not.toContain("verysecret");
    const rejected = await failure(create({ apiKey: (() => Promise.reject(new Error("no vault"))) as never }));
    expect(rejected.message).toBe("`apiKey` returned a promise.");
  });

  it("throws in a browser, because the API key would be public there", () => {
    vi.stubGlobal("window", {});
    vi.stubGlobal("document", {});
    const error = refusal({ apiKey });
    expect(error).toMatchObject({ code: "configuration", message: expect.stringContaining("in a browser") });
    expect(inspect(error, { depth: null })).not.toContain("verysecret");
  });

  it("throws in React Native, because the app bundle would expose the API key", () => {
    vi.stubGlobal("window", {});
    vi.stubGlobal("navigator", { product: "ReactNative" });
    expect(refusal({ apiKey })).toMatchObject({
      code: "configuration",
      message: expect.stringContaining("in a React Native app"),
    });
  });

  it("accepts a runtime such as Deno, which has `window` but is no browser", () => {
    vi.stubGlobal("window", {});
    expect(refusal({ apiKey })).toBeUndefined();
  });
});

it("F43 printing the client does not show the API key, and no error contains the API key", async () => {
  const made = backend();
  expect(inspect(made, { depth: null, showHidden: true })).not.toContain("verysecret");
  for (const answer of [status(403), status(503), cutConnection, status(200, "{}"), hang]) {
    server.answers.splice(0, 3, answer, answer, answer);
    const error = await failure(create({ timeoutMs: 500 }));
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain("verysecret");
  }
});
