import { expect, it } from "vitest";
import { checkLanguage } from "../../scripts/check-language.ts";
import { findFlaggedWords } from "../../scripts/find-flagged-words.ts";

it("the language check finds no flagged word in the repository", () => {
  expect(checkLanguage().map(({ file, line, word, remedy }) => `${file}:${line}: "${word}": ${remedy}`)).toEqual([]);
});

it("the language check reports a flagged word with its line, and ignores the word inside another word", () => {
  const found = findFlaggedWords("a.ts", "// soundly untold\n// Nobody reads it, and it is made\n// anew by itself.");
  expect(found.map(({ line, word }) => [line, word])).toEqual([
    [2, "nobody"],
    [3, "anew"],
    [3, "by itself"],
  ]);
});
