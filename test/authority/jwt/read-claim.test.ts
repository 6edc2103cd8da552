import { afterEach, expect, test } from "vitest";
import { readClaim } from "../../../src/authority/jwt/read-claim.ts";

afterEach(() => {
  Reflect.deleteProperty(Object.prototype, "polluted");
});

test("a claim is found by its exact name first, dots and all, then by path", () => {
  expect(readClaim({ "https://app.example/org": "by name", https: "no" }, "https://app.example/org")).toBe("by name");
  expect(readClaim({ org: { id: "by path" } }, "org.id")).toBe("by path");
  expect(readClaim({ "org.id": "by name", org: { id: "by path" } }, "org.id")).toBe("by name");
});

test("S29 S61 inherited members are no claims, even where a prototype has been polluted", () => {
  Object.defineProperty(Object.prototype, "polluted", { value: "admin", configurable: true });
  expect(readClaim({}, "polluted")).toBeUndefined();
  expect(readClaim({ org: {} }, "org.polluted")).toBeUndefined();
  expect(readClaim(JSON.parse('{"__proto__":{"id":"own"}}'), "__proto__.id")).toBe("own");
});

test("paths into texts, lists and nothing lead nowhere", () => {
  for (const org of ["text", ["a"], null, undefined, 7]) {
    for (const path of ["org.length", "org.0", "org.id"]) expect(readClaim({ org }, path)).toBeUndefined();
  }
});
