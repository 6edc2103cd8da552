import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../", import.meta.url);
const KNOWN_FAULTS = 44;

/** The titles of all tests, with the file that each is in. */
function titles(): { file: string; title: string }[] {
  const files = (readdirSync(root, { recursive: true }) as string[]).filter((name) => /\.test\.tsx?$/.test(name));
  return files.flatMap((file) => {
    const code = readFileSync(new URL(file, root), "utf8");
    // `it("…")`, `it.each(…)("…")` and `it("…", options, …)`, over line breaks.
    return [...code.matchAll(/\b(?:it|test|describe)\b[\s\S]{0,4000}?\(\s*(["'`])((?:(?!\1)[\s\S])+?)\1\s*,/g)].map(
      ([, , title = ""]) => ({ file, title }),
    );
  });
}

describe("the faults that the engine must survive", () => {
  const numbers = titles().flatMap(({ file, title }) =>
    [...title.matchAll(/\bF(\d+)\b/g)].map(([, number]) => ({ number: Number(number), file })),
  );
  const known = Array.from({ length: KNOWN_FAULTS }, (_, index) => index + 1);

  it.each(known)("have a test that carries the number F%i", (fault) => {
    expect(numbers.filter(({ number }) => number === fault).map(({ file }) => file)).not.toEqual([]);
  });

  it("are known by their number", () => {
    expect(numbers.filter(({ number }) => number > KNOWN_FAULTS || number < 1)).toEqual([]);
  });
});
