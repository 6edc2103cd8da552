import { describe, expect, test } from "vitest";
import { defaultIssuer } from "../../src/cli/serve.ts";
import { findIssuerFault } from "../../src/config/server-settings.ts";

describe("the option `issuer`", () => {
  test.each([
    "https://auth.example.com",
    "https://auth.example.com/cloud",
    "http://localhost:8787",
    "http://[::1]:8787",
    "https://xn--bcher-kva.example",
    "https://auth.example.com/projects/Acme%20Staff",
  ])("accepts %j", (issuer) => {
    expect(findIssuerFault(issuer)).toBeNull();
  });

  test.each([
    ["https://x.example/", "https://x.example"],
    ["https://x.example//", "https://x.example"],
    ["https://x.example/a/", "https://x.example/a"],
    ["https://x.example\n", "https://x.example"],
    [" https://x.example", "https://x.example"],
    ["https://x.example/#", "https://x.example"],
    ["https://x.example/?", "https://x.example"],
    ["https://x.example?", "https://x.example"],
    ["https://@x.example", "https://x.example"],
    ["https:x.example", "https://x.example"],
    ["https://X.example", "https://x.example"],
    ["https://x.example:443", "https://x.example"],
    ["http://x.example:80", "http://x.example"],
    ["https://x.example/a/../b", "https://x.example/b"],
    ["https://x.example/a b", "https://x.example/a%20b"],
    ["https://b\u00fccher.example", "https://xn--bcher-kva.example"],
  ])("rejects %j and names the normalized form", (issuer, normalized) => {
    expect(findIssuerFault(issuer)).toBe(`must be exactly ${normalized}`);
    expect(findIssuerFault(normalized)).toBeNull();
  });

  test.each(["https://u:hunter2@x.example", "https://x.example?x", "https://x.example#x", "ftp://x.example", "x"])(
    "rejects %j without repeating it",
    (issuer) => {
      const fault = findIssuerFault(issuer);
      expect(fault).toMatch(/^must /);
      expect(fault).not.toContain("hunter2");
    },
  );
});

test("the default issuer of `serve` is a valid issuer on every port", () => {
  expect(defaultIssuer("127.0.0.1", 80)).toBe("http://127.0.0.1");
  expect(defaultIssuer("::1", 8787)).toBe("http://[::1]:8787");
  expect(defaultIssuer("LOCALHOST", 8787)).toBe("http://localhost:8787");
});
