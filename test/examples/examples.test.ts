import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { listDocPages } from "../../scripts/docs/list-doc-pages.ts";

const root = new URL("../../", import.meta.url);
const pages = [
  "README.md",
  "server/README.md",
  ...listDocPages(fileURLToPath(new URL("docs/", root))).map((page) => `docs/${page}`),
];

/** Returns the code blocks of a page. `file` is the path in the comment above the block. */
function snippetsOf(page: string) {
  const text = readFileSync(new URL(page, root), "utf8");
  return [...text.matchAll(/(?:<!-- (\S+) -->\n)?```(tsx?)\n([\s\S]*?)```/g)].map(([, file, , code]) => ({
    file,
    code,
  }));
}

describe("the code in the documentation", () => {
  it.each(pages)("the code in %s matches a file that compiles", (page) => {
    for (const { file, code } of snippetsOf(page)) {
      expect(file, `a block of ${page} names no file: ${code}`).toBeDefined();
      expect(code).toBe(readFileSync(new URL(file ?? "", root), "utf8"));
    }
  });

  it("in at most 150 lines, the README shows an app for visitors, a direct integration and a token route", () => {
    const files = snippetsOf("README.md").map(({ file }) => file);
    expect(files).toEqual(["visitor.tsx", "direct.tsx", "token-route.ts"].map((name) => `test/examples/${name}`));
    expect(readFileSync(new URL("README.md", root), "utf8").split("\n").length).toBeLessThanOrEqual(151);
  });
});
