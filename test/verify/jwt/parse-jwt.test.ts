import fc from "fast-check";
import { expect, test } from "vitest";
import { parseJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";

const encode = (text: string) => Buffer.from(text).toString("base64url");
const header = encode('{"alg":"RS256"}');
const verdictOf = (text: string) => {
  try {
    parseJwt(text);
    return "accepted";
  } catch (error) {
    if (error instanceof TokenRefusal) return error.code.startsWith("token_") ? "refused" : error.code;
    throw error;
  }
};

test("returns the header, payload and algorithm of a valid JWT", () => {
  expect(parseJwt(`${header}.${encode('{"sub":"ü"}')}.AAAA`)).toMatchObject({
    header: { alg: "RS256" },
    payload: { sub: "ü" },
    algorithm: "RS256",
  });
});

test("S15 rejects non-canonical base64url and invalid UTF-8 in every part of a JWT", () => {
  const payload = encode('{"sub":"a"}');
  expect(verdictOf(`${header}.${payload}.AAAA`)).toBe("accepted");
  for (const [first, second, third] of [
    // "fQ" encodes "}". "fR" decodes to the same text, but has a spare bit set.
    [encode("{}").replace(/.$/, "1"), payload, "AAAA"],
    [header, `${encode('{"a":1 }').slice(0, -1)}1`, "AAAA"],
    [header, payload, "AB"],
    [header, payload, "A"],
    [header, `${payload}A`, "AAAA"],
    [header, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]).toString("base64url"), "AAAA"],
    [header, encode("\ufeff{}"), "AAAA"],
  ]) {
    expect(verdictOf(`${first}.${second}.${third}`), second).toBe("refused");
  }
});

test.each(["null", "[]", '"text"', "7", "true", "", "{", "{}{}", "{'a':1}"])(
  "S14 rejects a JWT with the payload %j",
  (payload) => {
    expect(verdictOf(`${header}.${encode(payload)}.AAAA`)).toBe("refused");
  },
);

test("for any text, returns a JWT in canonical form or throws a typed error", () => {
  const part = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.base64String(),
    fc.json().map(encode),
    fc.constantFrom(header, encode("{}"), "AAAA", ""),
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join(".")),
  );
  fc.assert(
    fc.property(text, (value) => ["accepted", "refused"].includes(verdictOf(value))),
    { numRuns: 2000 },
  );
});

test("S16 rejects a JSON text if and only if an object in the text contains a name twice", () => {
  // Build the JSON text from pairs, because a JavaScript object cannot contain a name twice.
  const node: fc.Memo<{ json: string; twice: boolean }> = fc.memo((depth) => {
    const leaf = fc.constantFrom('"a\\"{:"', "1", "null", '"}"').map((json) => ({ json, twice: false }));
    if (depth <= 1) return leaf;
    const object = fc
      .array(fc.tuple(fc.constantFrom("a", "b", "c"), node(depth - 1)), { maxLength: 3 })
      .map((pairs) => ({
        json: `{${pairs.map(([name, value]) => `"${name}" :${value.json}`).join(",")}}`,
        twice: new Set(pairs.map(([name]) => name)).size < pairs.length || pairs.some(([, value]) => value.twice),
      }));
    const list = fc.array(node(depth - 1), { maxLength: 3 }).map((values) => ({
      json: `[${values.map(({ json }) => json).join(",")}]`,
      twice: values.some(({ twice }) => twice),
    }));
    return fc.oneof(leaf, object, list);
  });
  const property = fc.property(node(4), ({ json, twice }) => {
    expect(verdictOf(`${header}.${encode(`{"x":${json}}`)}.AAAA`)).toBe(twice ? "refused" : "accepted");
  });
  fc.assert(property, { numRuns: 500 });
});
