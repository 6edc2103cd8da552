import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { claimPointer, findClaimPathFault, readClaim } from "../../src/jwt/read-claim.ts";

afterEach(() => {
  Reflect.deleteProperty(Object.prototype, "polluted");
});

test("reads a claim by its exact name first, then by path", () => {
  expect(readClaim({ "https://app.example/org": "by name", https: "no" }, "https://app.example/org")).toBe("by name");
  expect(readClaim({ org: { id: "by path" } }, "org.id")).toBe("by path");
  expect(readClaim({ "org.id": "by name", org: { id: "by path" } }, "org.id")).toBe("by name");
});

test("S29 S61 reads no inherited property as a claim, even if a prototype is polluted", () => {
  Object.defineProperty(Object.prototype, "polluted", { value: "admin", configurable: true });
  expect(readClaim({}, "polluted")).toBeUndefined();
  expect(readClaim({ org: {} }, "org.polluted")).toBeUndefined();
  expect(readClaim(JSON.parse('{"__proto__":{"id":"own"}}'), "__proto__.id")).toBe("own");
});

test("finds no claim if the path leads into a string, a number, a list or a missing value", () => {
  for (const org of ["text", ["a"], null, undefined, 7]) {
    for (const path of ["org.length", "org.0", "org.id"]) expect(readClaim({ org }, path)).toBeUndefined();
  }
});

test("a JSON pointer reads a claim whose name contains slashes and dots", () => {
  const payload = { "https://stytch.com/organization": { organization_id: "org-1", "a~b": "tilde" }, "/odd": "exact" };
  expect(readClaim(payload, "/https:~1~1stytch.com~1organization/organization_id")).toBe("org-1");
  expect(readClaim(payload, "/https:~1~1stytch.com~1organization/a~0b")).toBe("tilde");
  expect(readClaim(payload, "/~1odd")).toBe("exact");
  expect(readClaim(payload, "/odd")).toBeUndefined();
  expect(readClaim({ a: { "": "empty" } }, "/a/")).toBe("empty");
});

const names = fc.array(fc.string(), { minLength: 1, maxLength: 5 });

test("readClaim() finds any claim by the JSON pointer that claimPointer() creates for it", () => {
  fc.assert(
    fc.property(names, fc.jsonValue(), (path, value) => {
      const payload = path.reduceRight<unknown>((inner, name) => ({ ["x"]: 1, [name]: inner }), value);
      // `{ ["__proto__"]: … }` creates an own member.
      expect(readClaim(payload as Record<string, unknown>, claimPointer(...path))).toEqual(value);
    }),
  );
});

test("S29 finds no claim if the path leads through inherited properties", () => {
  fc.assert(
    fc.property(fc.string(), (path) => {
      for (const payload of [{}, { constructor: null }, { a: [] }, { a: "text" }]) {
        const found = readClaim(payload, path);
        expect(typeof found === "function").toBe(false);
      }
    }),
  );
  for (const path of [
    "__proto__",
    "constructor",
    "/__proto__/toString",
    "/constructor/name",
    "a.length",
    "/a/length",
  ]) {
    expect(readClaim({ a: [1] }, path)).toBeUndefined();
  }
});

test.each(["", "/", "a b", "$" + "{a}", "/a~", "/a~2", "a\u0000"])("rejects the claim path %j", (path) => {
  expect(findClaimPathFault(path)).not.toBe(null);
});
test.each(["sub", "app_metadata.org_id", "custom:org", "/a~1b/c~0d", "https://app.example/org"])(
  "accepts the claim path %j",
  (path) => {
    expect(findClaimPathFault(path)).toBe(null);
  },
);
