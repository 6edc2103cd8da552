import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const roots = [new URL("../", import.meta.url), new URL("../../server/test/", import.meta.url)];

/**
 * The faults that the engine must handle, and the attacks that the authority must prevent. Every fault and attack has a
 * number. The title of a test contains the number of the fault or attack that the test covers, such as `F12`. `known`
 * is the highest number. `open` lists the numbers that no test covers.
 */
const lists = [
  {
    what: "the faults that the engine must survive",
    letter: "F",
    known: 76,
    open: [] as number[],
  },
  {
    what: "the attacks that the authority must withstand",
    letter: "S",
    known: 98,
    open: [],
  },
];

function inclusiveRange(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/**
 * Returns the titles of all tests and test groups, each with its file. Also returns the number at the start of an
 * `it.each` row, such as `S12`, as a title.
 */
function titles(): { file: string; title: string }[] {
  const files = roots.flatMap((root) =>
    (readdirSync(root, { recursive: true }) as string[])
      .filter((name) => /\.test\.tsx?$/.test(name))
      .map((name) => new URL(name, root)),
  );
  return files.flatMap((url) => {
    const file = url.pathname;
    const code = readFileSync(url, "utf8");
    // Matches `it("…")`, `it.each(…)("…")` and `it("…", options, …)`, over line breaks. Rows of `it.each` have the form
    // `["S12", …]`.
    const rows = [...code.matchAll(/\[\s*"([FS]\d+)"\s*,/g)].map(([, title = ""]) => ({ file, title }));
    const calls = [
      ...code.matchAll(/\b(?:it|test|describe)\b[\s\S]{0,4000}?\(\s*(["'`])((?:(?!\1)[\s\S])+?)\1\s*,/g),
    ].map(([, , title = ""]) => ({ file, title }));
    return [...calls, ...rows];
  });
}

const everything = titles();

describe.each(lists)("$what", ({ letter, known, open }) => {
  const pattern = new RegExp(`\\b${letter}(\\d+)\\b`, "g");
  const numbers = everything.flatMap(({ file, title }) =>
    [...title.matchAll(pattern)].map(([, number]) => ({ number: Number(number), file })),
  );

  it.each(inclusiveRange(1, known).filter((number) => !open.includes(number)))(
    `a test has the number ${letter}%i`,
    (number) => {
      expect(numbers.filter((each) => each.number === number).map(({ file }) => file)).not.toEqual([]);
    },
  );

  it("no test has a number from the list of untested numbers", () => {
    expect(open.filter((open) => numbers.some(({ number }) => number === open))).toEqual([]);
  });

  it("the number of each numbered test is between 1 and the highest known number", () => {
    expect(numbers.filter(({ number }) => number > known || number < 1)).toEqual([]);
  });
});

describe("the tests that docs/authority/standards.md names", () => {
  const root = new URL("../../", import.meta.url);
  const rows = readFileSync(new URL("docs/authority/standards.md", root), "utf8")
    .split("\n")
    .filter((line) => /^\| [\d.]+/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));

  it("each line of docs/authority/standards.md has four columns", () => {
    expect(rows.length).toBeGreaterThan(30);
    for (const [, section, asks, here, shownBy] of rows) {
      expect([asks, here, shownBy], section).not.toContain("");
      if (shownBy === "—") expect(here, section).toMatch(/^Not done|^The provider's SDK does/);
      else expect(shownBy, section).toMatch(/^([SF]\d+|`[^`]+`)(, ([SF]\d+|`[^`]+`))*$/);
    }
  });

  it.each([...new Set(rows.flatMap((cells) => cells.at(-2)?.match(/[SF]\d+|(?<=`)[^`]+(?=`)/g) ?? []))])(
    "the test %s, which docs/authority/standards.md names, exists",
    (name) => {
      const isThere = /^[SF]\d+$/.test(name)
        ? everything.some(({ title }) => new RegExp(`\\b${name}\\b`).test(title))
        : existsSync(new URL(name, root));
      expect(isThere).toBe(true);
    },
  );
});
