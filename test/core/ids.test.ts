import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findIdFault, MAX_ID_LENGTH } from "../../src/core/ids.ts";

const char = (codePoint: number) => String.fromCodePoint(codePoint);

describe("findIdFault", () => {
  it.each([
    "u",
    "user_123",
    "org_2abc:user_2def",
    "auth0|5f7c8ec7c33c6c004bbafe82",
    "alice@example.com",
    "https://example.com/users/1?x=%20",
    "josé".normalize("NFC"),
    "用户",
    char(0x1f600),
    "x".repeat(MAX_ID_LENGTH),
  ])("accepts the id %s", (id) => {
    expect(findIdFault(id)).toBeNull();
  });

  it("measures the length of an id in code points instead of UTF-16 units", () => {
    expect(findIdFault(char(0x1f600).repeat(255))).toBeNull();
    expect(findIdFault(char(0x1f600).repeat(256))).toBe("must have at most 255 characters");
    expect(findIdFault("x".repeat(256))).toBe("must have at most 255 characters");
  });

  it.each([[undefined], [null], [1], [["id"]], [{ toString: () => "id" }]])(
    "rejects the id %s because it is not a string",
    (id) => {
      expect(findIdFault(id)).toBe("must be a string");
    },
  );

  it("rejects an empty id", () => {
    expect(findIdFault("")).toBe("must not be empty");
  });

  it.each([
    ["a space", " "],
    ["a tab", "\t"],
    ["a line feed", "\n"],
    ["a carriage return", "\r"],
    ["NUL", "\0"],
    ["DEL", char(0x7f)],
    ["a C1 control", char(0x85)],
    ["a no-break space", char(0xa0)],
    ["a soft hyphen", char(0xad)],
    ["a zero-width space", char(0x200b)],
    ["a zero-width joiner", char(0x200d)],
    ["a right-to-left override", char(0x202e)],
    ["a bidi isolate", char(0x2066)],
    ["a line separator", char(0x2028)],
    ["an ideographic space", char(0x3000)],
    ["a byte order mark", char(0xfeff)],
    ["a tag character", char(0xe0041)],
    ["a lone high surrogate", "\ud800"],
    ["a lone low surrogate", "\udc00"],
  ])("S6 rejects an id with %s at the start, in the middle or at the end", (_label, bad) => {
    for (const id of [`${bad}id`, `i${bad}d`, `id${bad}`]) {
      expect(findIdFault(id)).toBe("must not contain whitespace or control characters");
    }
  });

  it("S6 rejects an id outside Unicode normal form C", () => {
    const composed = "é".normalize("NFC");
    expect(findIdFault(composed)).toBeNull();
    expect(findIdFault(composed.normalize("NFD"))).toBe("must be in Unicode normal form C");
  });

  it("accepts every string of printable ASCII up to the maximum length", () => {
    const printable = fc.integer({ min: 0x21, max: 0x7e }).map(char);
    fc.assert(
      fc.property(fc.string({ unit: printable, minLength: 1, maxLength: 255 }), (id) => findIdFault(id) === null),
    );
  });
});
