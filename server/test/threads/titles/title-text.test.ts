import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createTitleText, cutText, fallbackTitle } from "../../../src/threads/titles/title-text.ts";

describe("a title that is taken from the user's message", () => {
  test.each([
    ["How do I bake a loaf of bread at home?", "How do I bake a loaf"],
    ["  two\n\n\twords\u00a0\u2028 ", "two words"],
    ["a\u0000b", "a b"],
    [`${"x".repeat(100)} y`, "x".repeat(60)],
    ["😀".repeat(100), "😀".repeat(60)],
    [`${"x".repeat(59)} yz`, "x".repeat(59)],
    ["half \ud800 a", "half \ufffd a"],
    ["", ""],
    [" \n", ""],
  ])("the title for the message %j is %j", (text, title) => {
    expect(fallbackTitle(text)).toBe(title);
  });

  test("the title for a message of a million characters has at most 60 characters", () => {
    expect(fallbackTitle("word ".repeat(200_000))).toBe("word word word word word word");
    expect(fallbackTitle("x".repeat(1_000_000))).toBe("x".repeat(60));
  });
});

describe("a title that arrives in chunks", () => {
  /** Computes the expected title from the whole text. Does not call the tested function. */
  const expected = (text: string) =>
    cutText(
      text
        .replace(/[\s\p{Cc}]+/gu, " ")
        .trim()
        .replace(/\p{Cs}/gu, "\ufffd"),
      255,
    );

  test("the title is the same no matter how the model's output is split into chunks", () => {
    const unit = fc.oneof(fc.constantFrom(" ", "\n", "\u0000", "\ud83d\ude00", "\ud83d", "\ude00"), fc.string());
    fc.assert(
      fc.property(fc.array(unit), fc.array(fc.nat(400)), (units, places) => {
        // The text ends with a full stop, so that no partial character remains.
        const text = `${units.join("")}.`;
        const cuts = [0, ...places.filter((place) => place < text.length).sort((a, b) => a - b), text.length];
        const title = createTitleText();
        let grown = "";
        for (const [index, cut] of cuts.slice(1).entries()) grown += title.add(text.slice(cuts[index], cut));
        expect(grown).toBe(title.read());
        if (!title.isFull()) expect(title.read()).toBe(expected(text));
        expect(expected(text).startsWith(title.read())).toBe(true);
      }),
    );
  });

  test("a title has at most 255 characters and never ends with half of a surrogate pair", () => {
    const title = createTitleText();
    title.add("x".repeat(254));
    expect(title.isFull()).toBe(false);
    expect(title.add("😀 more")).toBe("");
    expect(title.isFull()).toBe(true);
    expect(title.read()).toBe("x".repeat(254));
    expect(title.add("more")).toBe("");
  });
});
