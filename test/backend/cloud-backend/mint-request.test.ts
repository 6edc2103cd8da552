import { createLocalJWKSet, jwtVerify } from "jose";
import { describe, expect, it, vi } from "vitest";
import { createAssistantCloudBackend, type TokenIdentity } from "../../../src/backend/index.ts";
import { createTestToken, getTestJwks } from "../../../src/testing/create-test-token.ts";
import { status } from "./mint-answers.ts";
import { apiKey, failure, ids, setUpMintServer } from "./set-up-mint-server.ts";

const { server, backend, create } = setUpMintServer();

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

  it("sends the ids as they are at the time of the call, even if the caller changes an id afterward", async () => {
    const identity = { ...ids };
    const pending = backend().auth.tokens.create(identity);
    identity.userId = "user_2";
    await pending;
    expect(server.requests[0]?.headers["aui-user-id"]).toBe("user_1");
  });
});
