import { describe, expect, it } from "vitest";
import { JwksFailure, statusFailure } from "../../../src/verify/jwks/jwks-failure.ts";
import { toJwksFailure } from "../../../src/verify/jwks/to-jwks-failure.ts";

const systemError = (code: string) => Object.assign(new Error(`connect ${code} 192.0.2.1:443`), { code });

describe("statusFailure()", () => {
  it.each([
    [302, "redirect"],
    [404, "client_error"],
    [503, "server_error"],
    [204, "unexpected_status"],
    [0, "unexpected_status"],
  ])("turns the status %i into the code %s, with a description for logs", (status, code) => {
    expect(statusFailure(status)).toMatchObject({ code, message: `The JWKS endpoint answered ${status}.` });
  });
});

describe("toJwksFailure", () => {
  it.each([
    ["ENOTFOUND", "unknown_host"],
    ["EAI_AGAIN", "dns"],
    ["ECONNREFUSED", "connection_refused"],
    ["CERT_HAS_EXPIRED", "certificate_expired"],
    ["ABORT_ERR", "timeout"],
    ["EPIPE", "unreachable"],
    ["constructor", "unreachable"],
  ])("turns the system error %s into the code %s, also if the error is the cause of a fetch error", (system, code) => {
    const cause = systemError(system);
    expect(toJwksFailure(cause)).toMatchObject({ name: "JwksFailure", code, cause });
    expect(toJwksFailure(new TypeError("fetch failed", { cause })).code).toBe(code);
  });

  it.each([
    ["a timeout", new DOMException("late", "TimeoutError"), "timeout"],
    ["an abort", new DOMException("gone", "AbortError"), "timeout"],
    ["broken JSON", new SyntaxError("Unexpected token '<', \"<html>secret\" is not valid JSON"), "not_json"],
    ["another error", new Error("odd"), "unreachable"],
    ["a value that is not an error", "odd", "unreachable"],
  ])("turns %s into a JwksFailure", (_label, thrown, code) => {
    expect(toJwksFailure(thrown)).toMatchObject({ code });
    expect(toJwksFailure(thrown).message).not.toContain("secret");
  });

  it("returns a JwksFailure unchanged", () => {
    const failure = new JwksFailure("too_large");
    expect(toJwksFailure(failure)).toBe(failure);
  });
});
