import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (folder: string) =>
  readdirSync(new URL(`../../${folder}/`, import.meta.url), { withFileTypes: true, encoding: "utf8" });
const pages = read("docs/frameworks").map(({ name }) => name);
const text = (page: string) => readFileSync(new URL(`../../docs/frameworks/${page}`, import.meta.url), "utf8");

describe("the documentation pages about frameworks", () => {
  it("the table in docs/frameworks/README.md lists every framework page and no other page", () => {
    const linked = [...text("README.md").matchAll(/^\| \[[^\]]+\]\(([\w-]+\.md)\)/gm)].map(([, page]) => page);
    expect(linked.sort()).toEqual(pages.filter((page) => page !== "README.md").sort());
  });

  it.each(
    read("test/examples/frameworks")
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name),
  )("a page in docs/frameworks shows the example in test/examples/frameworks/%s", (folder) => {
    expect(pages.some((page) => text(page).includes(`<!-- test/examples/frameworks/${folder}/`))).toBe(true);
  });

  it.each(pages.filter((page) => page !== "README.md"))(
    "docs/frameworks/%s has a section about settings and a section about failures",
    (page) => {
      expect(text(page)).toContain("## Settings");
      expect(text(page)).toContain("## When it fails");
      expect(text(page)).toContain("ASSISTANT_API_KEY");
    },
  );
});
