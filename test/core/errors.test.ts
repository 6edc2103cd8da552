import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  AssistantCloudAuthError,
  type AssistantCloudAuthErrorCode,
  isAssistantCloudAuthError,
} from "../../src/core/errors.ts";

/** Maps each error code to whether a retry can succeed. The type makes the compiler report a missing code. */
const retryableByCode: Record<AssistantCloudAuthErrorCode, boolean> = {
  unauthenticated: false,
  source_failed: true,
  source_timeout: true,
  network: true,
  offline: true,
  rate_limited: true,
  rejected: false,
  exchange_failed: true,
  invalid_token: true,
  expired_token: true,
  identity_mismatch: false,
  circuit_open: true,
  superseded: false,
  interaction_required: false,
  token_revoked: false,
  signed_out: false,
  disposed: false,
  configuration: false,
};
const codes = Object.keys(retryableByCode) as AssistantCloudAuthErrorCode[];

describe("the class AssistantCloudAuthError", () => {
  it.each(codes)("an error with the code %s has a default remedy and a default `retryable` value", (code) => {
    const error = new AssistantCloudAuthError(code, "What happened.");
    expect(error).toMatchObject({ code, message: "What happened.", retryable: retryableByCode[code] });
    expect(error.remedy).toMatch(/^[A-Z].*\.$/);
  });

  it("F75 the remedy for a failed request mentions the tracing headers", () => {
    expect(new AssistantCloudAuthError("network", "No answer.").remedy).toContain("headers (such as `traceparent`)");
  });

  it("an AssistantCloudAuthError is an Error with its own name and a stack", () => {
    const error = new AssistantCloudAuthError("network", "No answer.");
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe("AssistantCloudAuthError: No answer.");
    expect(error.stack).toContain("errors.test.ts");
  });

  it("the options set an error's cause, remedy, `retryable`, `usableUntil`, `retryAfterMs` and `retryAt`", () => {
    const cause = new TypeError("fetch failed");
    const usableUntil = new Date(1000);
    const retryAt = new Date(2000);
    const error = new AssistantCloudAuthError("network", "No answer.", {
      cause,
      retryable: false,
      remedy: "Start the server.",
      usableUntil,
      retryAfterMs: 30_000,
      retryAt,
    });
    expect(error).toMatchObject({ cause, retryable: false, remedy: "Start the server.", usableUntil, retryAt });
    expect(error.retryAfterMs).toBe(30_000);
  });

  it("by default, an error has no cause, and `usableUntil`, `retryAfterMs` and `retryAt` are null", () => {
    const error = new AssistantCloudAuthError("network", "No answer.");
    expect(error).toMatchObject({ usableUntil: null, retryAfterMs: null, retryAt: null });
    expect("cause" in error).toBe(false);
  });

  it("an error with the cause `undefined` still has the property `cause`", () => {
    expect("cause" in new AssistantCloudAuthError("source_failed", "It threw.", { cause: undefined })).toBe(true);
  });

  it("the JSON of an error does not contain the cause", () => {
    const error = new AssistantCloudAuthError("rejected", "Refused.", {
      cause: new Error("token=secret-of-a-third-party"),
      retryAt: new Date(0),
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: "AssistantCloudAuthError",
      code: "rejected",
      message: "Refused.",
      retryable: false,
      remedy: error.remedy,
      usableUntil: null,
      retryAfterMs: null,
      retryAt: "1970-01-01T00:00:00.000Z",
    });
    expect(JSON.stringify({ error })).not.toContain("secret");
    expect(inspect(error.toJSON())).not.toContain("secret");
  });
});

describe("isAssistantCloudAuthError", () => {
  it("recognizes errors from this copy and from another copy of the package assistant-cloud-auth", () => {
    class AssistantCloudAuthErrorOfAnotherCopy extends Error {
      override readonly name = "AssistantCloudAuthError";
      readonly code = "network";
    }
    expect(isAssistantCloudAuthError(new AssistantCloudAuthError("network", "x"))).toBe(true);
    expect(isAssistantCloudAuthError(new AssistantCloudAuthErrorOfAnotherCopy())).toBe(true);
  });

  it.each([
    ["an error without a code", new Error("x")],
    ["an error with a code but another name", Object.assign(new Error("x"), { code: "network" })],
    ["a plain object with the name and a code", { name: "AssistantCloudAuthError", code: "network" }],
    ["null", null],
    ["undefined", undefined],
    ["a string", "AssistantCloudAuthError"],
  ])("isAssistantCloudAuthError() returns false for %s", (_label, value) => {
    expect(isAssistantCloudAuthError(value)).toBe(false);
  });
});
