import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { MAX_TOKEN_LENGTH } from "../../src/core/protocol.ts";
import { assertCompactJwt, decodeWorkspaceToken } from "../../src/core/workspace-token.ts";

const base64url = (bytes: string | Uint8Array) => Buffer.from(bytes).toString("base64url");
const jwt = (payload: unknown) => `${base64url('{"alg":"ES256"}')}.${base64url(JSON.stringify(payload))}.c2ln`;
const claims = {
  iss: "https://proj-0abc.assistant-api.com",
  sub: "user_1",
  workspace_id: "org_1:user_1",
  project_id: "proj_0abc",
  iat: 1_800_000_000,
  nbf: 1_799_999_990,
  exp: 1_800_000_300,
};
const { sub: _sub, ...claimsWithoutSub } = claims;
const { workspace_id: _workspace, ...claimsWithoutWorkspace } = claims;
const { exp: _exp, ...claimsWithoutExp } = claims;

function failure(run: () => unknown): AssistantCloudAuthError {
  try {
    run();
  } catch (error) {
    if (error instanceof AssistantCloudAuthError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
const decodeFailure = (token: unknown) => failure(() => decodeWorkspaceToken(token, "The token source"));

describe("decodeWorkspaceToken", () => {
  it("reads the user, workspace, project, issuer and times of a workspace token", () => {
    expect(decodeWorkspaceToken(jwt(claims), "The token source")).toEqual({
      userId: "user_1",
      workspaceId: "org_1:user_1",
      projectId: "proj_0abc",
      issuer: "https://proj-0abc.assistant-api.com",
      issuedAt: 1_800_000_000,
      expiresAt: 1_800_000_300,
    });
  });

  it("returns null for an optional claim that is missing or has the wrong type", () => {
    const token = jwt({ sub: "u", workspace_id: "w", exp: 10, project_id: 7, iss: "", iat: "yesterday" });
    expect(decodeWorkspaceToken(token, "x")).toMatchObject({ projectId: null, issuer: null, issuedAt: null });
  });

  it.each([
    ["German text", "Jürgen-Müller"],
    ["Japanese text", "山田太郎"],
    ["an emoji", "user-\u{1f600}"],
    ["Arabic text", "مستخدم"],
  ])("F11 decodes a claim that contains %s as UTF-8", (_label, userId) => {
    expect(decodeWorkspaceToken(jwt({ ...claims, sub: userId }), "x").userId).toBe(userId);
  });

  it("F11 decodes a payload with the characters - and _ of base64url", () => {
    // The encoding of these claims contains both "-" and "_".
    const token = jwt({ ...claims, sub: "~~~???>>>", workspace_id: "üüü\u{1f9ff}~?" });
    const payload = token.split(".")[1];
    expect(payload).toMatch(/-/);
    expect(payload).toMatch(/_/);
    expect(decodeWorkspaceToken(token, "x")).toMatchObject({
      userId: "~~~???>>>",
      workspaceId: "üüü\u{1f9ff}~?",
    });
  });

  it("F11 decodes an unpadded payload of any length", () => {
    for (const userId of ["a", "aa", "aaa", "aaaa"]) {
      expect(decodeWorkspaceToken(jwt({ ...claims, sub: userId }), "x").userId).toBe(userId);
    }
  });

  it("F11 decodes `sub` and `workspace_id` to their original values, whatever text they contain", () => {
    const text = fc.string({ unit: "binary", minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(text, text, (sub, workspaceId) => {
        const decoded = decodeWorkspaceToken(jwt({ ...claims, sub, workspace_id: workspaceId }), "x");
        return decoded.userId === sub && decoded.workspaceId === workspaceId;
      }),
    );
  });

  it.each([
    ["an array", [claims]],
    ["a number", 7],
    ["a string", "claims"],
    ["null", null],
    ["true", true],
  ])("F11 rejects a payload that is %s instead of an object", (_label, payload) => {
    expect(decodeFailure(jwt(payload))).toMatchObject({
      code: "invalid_token",
      message: "The token source returned a JWT whose payload cannot be read.",
    });
  });

  it.each([
    ["not JSON", base64url("{exp:")],
    ["not valid UTF-8", base64url(Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d))],
    ["base64url of an impossible length", "A"],
  ])("F11 rejects a payload that is %s", (_label, payload) => {
    const error = decodeFailure(`${base64url('{"alg":"ES256"}')}.${payload}.c2ln`);
    expect(error.code).toBe("invalid_token");
    expect(error.message).toContain("The token source");
  });

  it.each([
    ["missing", claimsWithoutExp, 'without a numeric "exp" claim'],
    ["a string", { ...claims, exp: "1800000300" }, 'whose "exp" is text instead of a number'],
    ["null", { ...claims, exp: null }, 'without a numeric "exp" claim'],
    ["zero", { ...claims, exp: 0 }, 'without a numeric "exp" claim'],
    ["a negative number", { ...claims, exp: -1 }, 'without a numeric "exp" claim'],
    ["a time beyond the range of a date", { ...claims, exp: 1e20 }, 'whose "exp" counts nanoseconds'],
  ])("F10 rejects a token whose expiry is %s", (_label, payload, problem) => {
    expect(decodeFailure(jwt(payload))).toMatchObject({
      code: "invalid_token",
      message: `The token source returned a JWT ${problem}.`,
    });
  });

  it("F15 accepts an expiry that is years away", () => {
    expect(decodeWorkspaceToken(jwt({ ...claims, exp: 4_000_000_000 }), "x").expiresAt).toBe(4_000_000_000);
  });

  it.each([
    ["without `sub`", claimsWithoutSub],
    ["without `workspace_id`", claimsWithoutWorkspace],
    ["whose `sub` is not a string", { ...claims, sub: 12 }],
    ["whose `sub` is empty", { ...claims, sub: "" }],
    ["whose `workspace_id` is not a string", { ...claims, workspace_id: { id: 1 } }],
  ])("the error for a JWT %s says that the JWT is not a workspace token, and contains a remedy", (_label, payload) => {
    const error = decodeFailure(jwt(payload));
    expect(error).toMatchObject({ code: "invalid_token" });
    expect(error.message).toContain("not a workspace token");
    expect(error.remedy).toContain("providerTokenSource()");
  });
});

describe("assertCompactJwt", () => {
  const refuse = (token: unknown) => failure(() => assertCompactJwt(token, "The token source"));

  it.each([
    ["undefined", undefined, "returned undefined, not a JWT"],
    ["null", null, "returned null, not a JWT"],
    ["a number", 42, "returned number, not a JWT"],
    ["an object", { token: "a.b.c" }, "returned object, not a JWT"],
    ["an empty string", "", "returned an empty string, not a JWT"],
    ['"null"', "null", "returned an opaque value, not a JWT"],
    ['"undefined"', "undefined", "returned an opaque value, not a JWT"],
    ["an HTML page", "<!doctype html><p>v1.2.3</p>", "returned an opaque value, not a JWT"],
    ["a quoted token", '"a.b.c"', "returned an opaque value, not a JWT"],
    ["a JSON body", '{"token":"a.b.c"}', "returned an opaque value, not a JWT"],
    ["a token with a line break", "a.b.c\n", "returned an opaque value, not a JWT"],
    ["a bearer header", "Bearer a.b.c", "returned an opaque value, not a JWT"],
    ["an unsigned JWT", "a.b.", "returned an opaque value, not a JWT"],
    ["a token with padding", "a=.b.c", "returned an opaque value, not a JWT"],
    ["a token of two parts", "a.b", "returned an opaque value, not a JWT"],
    ["a token of four parts", "a.b.c.d", "returned an opaque value, not a JWT"],
    ["an encrypted token", "a..b.c.d", "returned an encrypted token (JWE)"],
  ])("F10 rejects %s, and the error says what the token source returned", (_label, token, problem) => {
    const error = refuse(token);
    expect(error.code).toBe("invalid_token");
    expect(error.message).toContain(`The token source ${problem}`);
    expect(error.remedy).not.toBe("");
  });

  it("F10 rejects an overlong text without parsing the text", () => {
    const longest = `a.b.${"c".repeat(MAX_TOKEN_LENGTH - 4)}`;
    expect(() => assertCompactJwt(longest, "x")).not.toThrow();
    const error = refuse(`${longest}c`);
    expect(error.code).toBe("invalid_token");
    expect(error.message).toContain(`${MAX_TOKEN_LENGTH + 1} characters`);
  });

  it("rejects an API key, and the remedy says to revoke the key", () => {
    const error = refuse("sk_aui_proj_0abc_0secret");
    expect(error).toMatchObject({ code: "configuration", retryable: false });
    expect(error.remedy).toContain("Revoke");
  });

  it.each([
    ["an opaque token", "opaque-secret-value"],
    ["a JWE", "secret.secret.secret.secret.secret"],
    ["an API key", "sk_aui_proj_0abc_0secret"],
    ["a JWT that cannot be decoded", `e30.${base64url("secret")}.secret`],
    ["a text that is too long", "secret".repeat(2000)],
    ["a provider's token", jwt({ sub: "secret", email: "secret@example.com", exp: 1 })],
  ])("F10 F43 the error does not quote %s", (_label, token) => {
    const error = decodeFailure(token);
    expect(`${error.message} ${error.remedy} ${JSON.stringify(error)}`).not.toContain("secret");
    expect(inspect(error, { depth: null })).not.toContain("secret@example.com");
  });
});
