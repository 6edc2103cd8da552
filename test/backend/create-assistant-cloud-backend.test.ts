import { inspect } from "node:util";
import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type AssistantCloudAuthError,
  type AssistantCloudBackendOptions,
  createAssistantCloudBackend,
  isAssistantCloudAuthError,
  type TokenIdentity,
} from "../../src/backend/index.ts";
import { createTestToken, getTestJwks } from "../../src/testing/create-test-token.ts";
import {
  type Answer,
  cutConnection,
  hang,
  type MintServer,
  startMintServer,
  startServer,
  status,
} from "./start-server.ts";

const apiKey = "sk_aui_proj_0abc_0verysecret";
const ids: TokenIdentity = { workspaceId: "org_1:user_1", userId: "user_1" };

let server: MintServer;
beforeAll(async () => {
  server = await startMintServer();
});
afterAll(() => server.close());
beforeEach(() => {
  server.requests.length = 0;
  server.answers.length = 0;
  // Remove the jitter, because these tests check the number of attempts and their earliest times.
  vi.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const backend = (options: Partial<AssistantCloudBackendOptions> = {}) =>
  createAssistantCloudBackend({ apiKey, baseUrl: server.url, ...options });
const create = (options?: Partial<AssistantCloudBackendOptions>) => backend(options).auth.tokens.create(ids);

async function failure(promise: Promise<unknown>): Promise<AssistantCloudAuthError> {
  const error = await promise.then(
    () => new Error("it was fulfilled"),
    (reason: unknown) => reason,
  );
  if (!isAssistantCloudAuthError(error)) throw error;
  return error;
}

describe("the request that mints a token", () => {
  it("the mint request is a POST whose headers contain the API key, the user id and the workspace id", async () => {
    await create();
    expect(server.requests).toEqual([
      {
        method: "POST",
        path: "/v1/auth/tokens",
        body: "",
        headers: expect.objectContaining({
          authorization: `Bearer ${apiKey}`,
          "aui-workspace-id": "org_1:user_1",
          "aui-user-id": "user_1",
          "content-length": "0",
        }),
      },
    ]);
    expect(server.requests[0]?.headers).not.toHaveProperty("content-type");
  });

  it("sends the mint request to a base URL with any number of trailing slashes", async () => {
    await create({ baseUrl: `${server.url}//` });
    expect(server.requests[0]?.path).toBe("/v1/auth/tokens");
  });

  it("by default, sends the mint request to backend.assistant-api.com", async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json({ token: await createTestToken(ids) }));
    await createAssistantCloudBackend({ apiKey, fetch }).auth.tokens.create(ids);
    expect(fetch.mock.calls[0]?.[0]).toBe("https://backend.assistant-api.com/v1/auth/tokens");
  });

  it("by default, calls the current global `fetch`, even if it changed after the client's creation", async () => {
    const made = createAssistantCloudBackend({ apiKey });
    const fetch = vi.fn(async () => Response.json({ token: await createTestToken(ids) }));
    vi.stubGlobal("fetch", fetch);
    await made.auth.tokens.create(ids);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it("the server receives an id with Latin-1 characters unchanged", async () => {
    const { token } = await backend().auth.tokens.create({ workspaceId: "équipe", userId: "josé" });
    expect(server.requests[0]?.headers).toMatchObject({ "aui-workspace-id": "équipe", "aui-user-id": "josé" });
    expect(JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString())).toMatchObject({ sub: "josé" });
  });
});

describe("the token that was minted", () => {
  it("returns the minted token unchanged, with its expiry as a date", async () => {
    const { token, expiresAt } = await create();
    const { payload } = await jwtVerify(token, createLocalJWKSet(await getTestJwks()));
    expect(payload).toMatchObject({ sub: "user_1", workspace_id: "org_1:user_1" });
    expect(expiresAt).toEqual(new Date((payload.exp ?? 0) * 1000));
  });

  it("F28 rejects a minted token that belongs to another user or workspace", async () => {
    for (const other of [{ userId: "user_2" }, { workspaceId: "org_2" }]) {
      server.answers.push(status(200, { token: await createTestToken({ ...ids, ...other }) }));
      expect(await failure(create())).toMatchObject({ code: "identity_mismatch", retryable: false });
    }
    expect(server.requests).toHaveLength(2);
  });

  it.each([
    ["an HTML page", "<!doctype html><title>Sign in</title>"],
    ["an empty body", ""],
    ["JSON with other properties", { access_token: "a.b.c" }],
    ["JSON with an opaque token", { token: "opaque" }],
    ["JSON with a null token", { token: null }],
  ])("F10 rejects a mint response that is %s", async (_label, body) => {
    server.answers.push(status(200, body));
    const error = await failure(create());
    expect(error).toMatchObject({ code: "exchange_failed", retryable: false });
    expect(error.message).toContain("200 without a workspace token");
    expect(error.remedy).toContain("baseUrl");
    expect(error.cause).toMatchObject({ code: "invalid_token" });
  });
});

describe("the user id and the workspace id of a mint request", () => {
  it.each([
    ["an empty user id", { ...ids, userId: "" }, "`userId` must not be empty.", "respond with 401"],
    ["no user id in the session of Auth.js", { ...ids, userId: undefined }, "must be a string", "`session` callback"],
    ["no user id", { workspaceId: "w" }, "`userId` must be a string.", "respond with 401"],
    ["a null user id", { ...ids, userId: null }, "`userId` must be a string.", "respond with 401"],
    ["an empty workspace id", { ...ids, workspaceId: "" }, "`workspaceId` must not be empty.", "org_id:user_id"],
    ["no argument", undefined, "`workspaceId` must be a string.", "org_id:user_id"],
    ["a numeric id", { ...ids, userId: 42 }, "`userId` must be a string.", "stable id"],
    ["a space that fetch would trim", { ...ids, userId: "u " }, "whitespace", "stable id"],
    ["a line break", { ...ids, userId: "u\r\nAui-Workspace-Id: other" }, "whitespace or control", "stable id"],
    ["256 characters", { ...ids, userId: "u".repeat(256) }, "at most 255 characters", "stable id"],
    ["a character beyond Latin-1", { ...ids, userId: "用户" }, "beyond U+00FF", "encode"],
    ["the user id `undefined` from a template", { ...ids, userId: "undefined" }, "the word undefined", "Auth.js"],
    ["the part `null` from a template", { ...ids, workspaceId: "null:user_1" }, "the word null", "org_id:user_id"],
    ["an emoji", { ...ids, workspaceId: "\u{1f600}" }, "beyond U+00FF", "encode"],
  ])(
    "S6 rejects an invalid id before any request, and names a remedy: %s",
    async (_label, identity, message, remedy) => {
      const error = await failure(backend().auth.tokens.create(identity as TokenIdentity));
      expect(error).toMatchObject({ code: "configuration", retryable: false });
      expect(error.message).toContain(message);
      expect(error.remedy).toContain(remedy);
      expect(server.requests).toEqual([]);
    },
  );

  it.each([
    ["255 characters", { ...ids, userId: "u".repeat(255) }],
    ["one character", { ...ids, userId: "0" }],
    ["a longer word that contains `null` or `undefined`", { workspaceId: "nullable:user_1", userId: "user_undefined" }],
  ])("accepts an id with %s", async (_label, identity) => {
    await expect(backend().auth.tokens.create(identity)).resolves.toHaveProperty("token");
  });

  it("sends the ids as they are at the time of the call, even if the caller changes the object afterward", async () => {
    const identity = { ...ids };
    const pending = backend().auth.tokens.create(identity);
    identity.userId = "user_2";
    await pending;
    expect(server.requests[0]?.headers["aui-user-id"]).toBe("user_1");
  });
});

describe("a rejected mint request", () => {
  it.each([401, 403])(
    "after status %d, does not retry, and the error states that the API key is the cause",
    async (code) => {
      server.answers.push(status(code, { error: "Unknown or expired API key" }));
      const error = await failure(create());
      expect(error).toMatchObject({ code: "rejected", retryable: false });
      expect(error.message).toBe(`The API refused the mint request with ${code}: Unknown or expired API key.`);
      expect(error.remedy).toContain("API key");
      expect(server.requests).toHaveLength(1);
    },
  );

  it("if the server rejects an id, the error suggests another id instead of another API key", async () => {
    server.answers.push(status(403, { error: "Invalid Aui-User-Id header" }));
    const error = await failure(create());
    expect(error.code).toBe("rejected");
    expect(error.remedy).toContain("Use another id");
  });

  it.each(["user_id_header_invalid", "workspace_id_header_invalid"])(
    "after the error code %s, the error suggests another id, whatever the response text says",
    async (code) => {
      server.answers.push(status(403, { error: "Ungültig", code }));
      expect((await failure(create())).remedy).toContain("Use another id");
      server.answers.push(status(403, { error: "Invalid Aui-User-Id header", code: "api_key_unknown" }));
      expect((await failure(create())).remedy).toContain("Check the API key");
    },
  );

  it("if the server rejects the origin of the mint request, the error suggests leaving out `baseUrl`", async () => {
    server.answers.push(status(403, { error: "Origin does not match project ID" }));
    const error = await failure(create());
    expect(error.code).toBe("rejected");
    expect(error.remedy).toContain("Leave `baseUrl` out");
  });

  it("follows no redirect, so no other host receives the API key", async () => {
    const other = await startServer((_request, response) => response.end("{}"));
    try {
      server.answers.push(status(307, "", { Location: `${other.url}/v1/auth/tokens` }));
      const error = await failure(create());
      expect(error).toMatchObject({ code: "configuration" });
      expect(error.remedy).toContain("redirects to");
    } finally {
      await other.close();
    }
  });

  it.each([400, 402, 404, 409])("after status %d, does not retry and suggests checking the base URL", async (code) => {
    server.answers.push(status(code));
    const error = await failure(create());
    expect(error).toMatchObject({ code: "exchange_failed", retryable: false });
    expect(error.remedy).toContain("baseUrl");
    expect(server.requests).toHaveLength(1);
  });

  it("the error omits the email address that the server's reason contains", async () => {
    server.answers.push(status(403, { error: "Invalid Aui-User-Id header: alice@example.com" }));
    expect((await failure(create())).message).not.toContain("alice");
  });
});

describe("an outage of the token service", () => {
  it.each([502, 503, 504])("sends a mint request up to three times if the server returns status %d", async (code) => {
    server.answers.push(status(code), status(code));
    await expect(create()).resolves.toHaveProperty("token");
    expect(server.requests).toHaveLength(3);
  });

  it("after the third attempt, reports the outage with an error that is retryable", async () => {
    server.answers.push(status(503), status(503), status(503));
    expect(await failure(create())).toMatchObject({ code: "exchange_failed", retryable: true });
    expect(server.requests).toHaveLength(3);
  });

  it("does not retry after status 500, because the cause may not be an outage", async () => {
    server.answers.push(status(500));
    expect(await failure(create())).toMatchObject({ code: "exchange_failed", retryable: true });
    expect(server.requests).toHaveLength(1);
  });

  it("retries if the connection is cut", async () => {
    server.answers.push(cutConnection, cutConnection);
    await expect(create()).resolves.toHaveProperty("token");
    expect(server.requests).toHaveLength(3);
  });

  it("if no server listens, reports a network error instead of a rejected API key", async () => {
    const closed = await startServer(() => {});
    await closed.close();
    const error = await failure(create({ baseUrl: closed.url }));
    expect(error).toMatchObject({ code: "network", retryable: true, message: "The API could not be reached." });
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  /**
   * Returns the error of a request whose deadline passes after the server has received it. With a fake clock, the
   * result does not depend on the machine's speed.
   */
  async function failureAtDeadline(answer: Answer): Promise<AssistantCloudAuthError> {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const arrived = new Promise<void>((resolve) => {
      server.answers.push(async (request, response) => {
        await answer(request, response);
        resolve();
      });
    });
    const failed = failure(create({ timeoutMs: 20_000 }));
    await arrived;
    await vi.advanceTimersByTimeAsync(20_000);
    return failed;
  }

  it("rejects at the deadline, without a retry, if the server does not respond", async () => {
    const error = await failureAtDeadline(hang);
    expect(error).toMatchObject({ code: "network", retryable: true });
    expect(error.message).toBe("The API did not respond within 20000 ms.");
    expect(server.requests).toHaveLength(1);
  });

  it("rejects at the deadline if the response stalls", async () => {
    const error = await failureAtDeadline((_request, response) => {
      response.writeHead(200, { "Content-Length": "1000" }).write('{"token":');
    });
    expect(error.message).toContain("within 20000 ms");
  });

  it("retries after a random delay whose range doubles each time", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    vi.useFakeTimers();
    const fetch = vi.fn(async () => new Response("", { status: 503 }));
    const failed = failure(create({ fetch }));
    await vi.advanceTimersByTimeAsync(99);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetch).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(199);
    expect(fetch).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetch).toHaveBeenCalledTimes(3);
    expect((await failed).code).toBe("exchange_failed");
  });

  it("rejects at the deadline, without a retry, if the delay before the retry has not ended", async () => {
    vi.spyOn(Math, "random").mockReturnValue(0.999);
    vi.useFakeTimers();
    const fetch = vi.fn(async () => new Response("", { status: 503 }));
    const failed = failure(create({ fetch, timeoutMs: 100 }));
    await vi.advanceTimersByTimeAsync(100);
    expect((await failed).code).toBe("exchange_failed");
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

it("clears the deadline timer after a mint request", async () => {
  const set = vi.spyOn(globalThis, "setTimeout");
  const clear = vi.spyOn(globalThis, "clearTimeout");
  await create({ timeoutMs: 54_321 });
  server.answers.push(status(500));
  await failure(create({ timeoutMs: 54_321 }));
  const deadlines = set.mock.results.filter((_result, index) => set.mock.calls[index]?.[1] === 54_321);
  expect(deadlines).toHaveLength(2);
  for (const { value } of deadlines) expect(clear).toHaveBeenCalledWith(value);
});

describe("a rate limit of the token service", () => {
  it("F19 waits for a short Retry-After and retries", async () => {
    vi.useFakeTimers();
    const limited = new Response("", { status: 429, headers: { "Retry-After": "2" } });
    const fetch = vi.fn<typeof globalThis.fetch>(async () => Response.json({ token: await createTestToken(ids) }));
    fetch.mockResolvedValueOnce(limited);
    const minted = create({ fetch });
    await vi.advanceTimersByTimeAsync(1_999);
    expect(fetch).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(fetch).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
    await expect(minted).resolves.toHaveProperty("token");
  });

  it("F19 if Retry-After is long, the error states when the rate limit ends", async () => {
    server.answers.push(status(429, { error: "rate_limited" }, { "Retry-After": "60" }));
    const before = Date.now();
    const error = await failure(create({ timeoutMs: 600_000 }));
    expect(error).toMatchObject({ code: "rate_limited", retryable: true, retryAfterMs: 60_000 });
    expect(error.retryAt?.getTime()).toBeGreaterThanOrEqual(before + 60_000);
    expect(server.requests).toHaveLength(1);
  });

  it("does not retry a rate-limited request if the response has no Retry-After header", async () => {
    server.answers.push(status(429));
    expect(await failure(create())).toMatchObject({ code: "rate_limited", retryAt: null });
    expect(server.requests).toHaveLength(1);
  });
});

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

it("F43 neither the printed client nor any error contains the API key", async () => {
  const made = backend();
  expect(inspect(made, { depth: null, showHidden: true })).not.toContain("verysecret");
  for (const answer of [status(403), status(503), cutConnection, status(200, "{}"), hang]) {
    server.answers.splice(0, 3, answer, answer, answer);
    const error = await failure(create({ timeoutMs: 500 }));
    expect(inspect(error, { depth: null, showHidden: true })).not.toContain("verysecret");
  }
});
