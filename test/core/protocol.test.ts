import { describe, expect, it } from "vitest";
import {
  isWireRefusal,
  readBearer,
  readErrorReason,
  readRetryAfterMs,
  readTokenBody,
  TOKEN_EXPIRED,
} from "../../src/core/protocol.ts";

describe("readTokenBody", () => {
  it("reads the token of `{ token }` and ignores other properties", () => {
    expect(readTokenBody({ token: "a.b.c", expires_in: 300 })).toBe("a.b.c");
    expect(readTokenBody({ token: "" })).toBe("");
  });

  it.each([
    [null],
    [undefined],
    ["a.b.c"],
    [7],
    [[]],
    [["a.b.c"]],
    [{}],
    [{ token: 7 }],
    [{ token: null }],
    [{ Token: "a.b.c" }],
  ])("readTokenBody() returns null for %j", (body) => {
    expect(readTokenBody(body)).toBeNull();
  });
});

describe("readBearer", () => {
  it.each([
    ["Bearer a.b.c", "a.b.c"],
    ["bearer a.b.c", "a.b.c"],
    ["BEARER sk_aui_proj_0x_0y", "sk_aui_proj_0x_0y"],
  ])("readBearer() returns the token in %j", (value, token) => {
    expect(readBearer(value)).toBe(token);
  });

  it.each([
    ["", "an empty value"],
    [null, "null"],
    [undefined, "no value"],
    ["Bearer", "no token"],
    ["Bearer ", "an empty token"],
    ["Bearer  a", "two spaces"],
    ["Bearer\ta", "a tab"],
    [" Bearer a", "a leading space"],
    ["Bearer a ", "a trailing space"],
    ["Bearer a b", "two tokens"],
    ["Bearer a, Bearer b", "two joined headers"],
    ["Bearer a,Bearer", "a comma"],
    ["Basic dXNlcjpwYXNz", "another scheme"],
    ["NotBearer a", "a longer scheme"],
    ["Bearer a\nBearer b", "a line break"],
  ])("S2 readBearer() returns null for %j: %s", (value, _label) => {
    expect(readBearer(value)).toBeNull();
  });
});

describe("readRetryAfterMs", () => {
  const now = Date.parse("2026-01-01T00:00:00Z");

  it.each([
    ["0", 0],
    ["30", 30_000],
    [" 30 ", 30_000],
    ["86400", 86_400_000],
    ["86401", 86_400_000],
    ["9".repeat(400), 86_400_000],
    ["Thu, 01 Jan 2026 00:00:30 GMT", 30_000],
    ["Wed, 31 Dec 2025 23:59:59 GMT", 0],
    ["Fri, 01 Jan 2027 00:00:00 GMT", 86_400_000],
  ])("F19 readRetryAfterMs() reads %j as %d ms", (value, expected) => {
    expect(readRetryAfterMs(value, now)).toBe(expected);
  });

  it.each([[null], [""], ["soon"], ["-5"], ["1.5"], ["30s"], ["1e3"], ["0x10"], ["30, 60"], ["2026-01-01"]])(
    "F19 readRetryAfterMs() returns null for %j, which is neither seconds nor an HTTP date",
    (value) => {
      expect(readRetryAfterMs(value, now)).toBeNull();
    },
  );
});

describe("isWireRefusal", () => {
  it.each([
    ["the code and the text", { error: "JWT token has expired", code: "token_expired" }, true],
    ["the code with another text", { error: "Expiré", code: "token_expired" }, true],
    ["the hosted cloud's text alone", { error: "JWT token has expired" }, true],
    ["another code with the text", { error: "JWT token has expired", code: "token_invalid" }, false],
    ["a text with the same ending", { error: "Session expired" }, false],
    ["the text in capitals", { error: "JWT TOKEN HAS EXPIRED" }, false],
    ["the text with an addition", { error: "JWT token has expired: alice@example.com" }, false],
  ])("isWireRefusal() checks the code, or the exact text if the body has no code: %s", (_label, body, expected) => {
    expect(isWireRefusal(body, TOKEN_EXPIRED)).toBe(expected);
  });

  it.each([[null], [undefined], ["token_expired"], [[]], [{}], [{ error: 1 }], [{ code: null }]])(
    "isWireRefusal() returns false for %j, which is not an error body",
    (body) => {
      expect(isWireRefusal(body, TOKEN_EXPIRED)).toBe(false);
    },
  );
});

describe("readErrorReason", () => {
  it.each([
    ["Authorization header is missing", "Authorization header is missing"],
    ['Authorization header must begin with "Bearer "', 'Authorization header must begin with "Bearer "'],
    ["No auth rule matches the JWT iss and aud claims", "No auth rule matches the JWT iss and aud claims"],
    ["JWT sub is not a valid user ID: alice@example.com", "JWT sub is not a valid user ID"],
    ["Not Found", "Not Found"],
  ])("readErrorReason() returns the reason in %j, and omits any value that may be an id", (error, reason) => {
    expect(readErrorReason({ error })).toBe(reason);
  });

  it.each([
    ["an e-mail address", "alice@example.com is unknown"],
    ["a token", "Invalid token eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln"],
    ["a key", "Unknown key sk_aui_proj_0abc"],
    ["markup", "<b>Bad</b>"],
    ["digits", "User 42 is locked"],
    ["a text that is too short", "no"],
    ["a text that is too long", "a".repeat(81)],
    ["a line break", "Bad\nthing"],
    ["an empty text", ""],
  ])("readErrorReason() returns null for %s, which is unsafe to log", (_label, error) => {
    expect(readErrorReason({ error })).toBeNull();
  });

  it.each([[null], [undefined], ["Not Found"], [{}], [{ error: 1 }], [{ error: { message: "x" } }], [[]]])(
    "readErrorReason() returns null for %j, which is not an error body",
    (body) => {
      expect(readErrorReason(body)).toBeNull();
    },
  );
});
