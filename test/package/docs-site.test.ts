import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { DefaultTheme } from "vitepress";
import { describe, expect, it } from "vitest";
import { toSiteLink, toSitePath } from "../../docs/.vitepress/links.ts";
import { createSidebar } from "../../docs/.vitepress/sidebar.ts";
import { listDocPages } from "../../scripts/docs/list-doc-pages.ts";
import { toIndex, toMarkdownPage } from "../../scripts/docs/write-markdown-pages.ts";

const docs = fileURLToPath(new URL("../../docs/", import.meta.url));
const read = (page: string) => readFileSync(join(docs, page), "utf8");
const pages = listDocPages(docs);

const linksOf = (items: readonly DefaultTheme.SidebarItem[]): string[] =>
  items.flatMap(({ link, items: children = [] }) => [...(link === undefined ? [] : [link]), ...linksOf(children)]);

describe("the sidebar of the documentation site", () => {
  it("the sidebar of the documentation site links to every page except the home page", () => {
    const linked = linksOf(createSidebar())
      .filter((link) => link.startsWith("/") && !link.startsWith("/reference/"))
      .map((link) => `${link.slice(1)}${link.endsWith("/") ? "index" : ""}.md`);
    const wanted = pages.map(toSitePath).filter((page) => page !== "index.md");
    expect(linked.sort()).toEqual(wanted.sort());
  });
});

describe("the Markdown copies of the documentation pages", () => {
  it("the Markdown copies of the documentation pages omit front matter and comments", () => {
    const page =
      "---\nlayout: home\n---\n# Title\n\n<!-- a.ts -->\n[a](../server/README.md) [b](providers/README.md#x)\n";
    expect(toMarkdownPage("page.md", page)).toBe(
      "# Title\n\n[a](https://github.com/assistant-cloud-auth/assistant-cloud-auth/blob/main/server/README.md) [b](providers/index.md#x)\n",
    );
  });

  it("toSiteLink() does not change a link to a site, a heading or a page", () => {
    for (const target of ["https://example.com/", "#heading", "errors.md#network"]) {
      expect(toSiteLink("authority/running.md", target)).toBe(target);
    }
  });

  it("the Markdown index describes a page by the page's first sentence, and links to existing files only", () => {
    const index = toIndex(createSidebar(), new Map(pages.map((page) => [toSitePath(page), read(page)])));
    expect(index).toContain("- [Get started](get-started.md): In five minutes you have a workspace token");
    for (const [, target = ""] of index.matchAll(/\]\(([^)]+)\)/g)) {
      const source = target.replace(/index\.md$/, "README.md");
      expect(pages.includes(target) || pages.includes(source) || existsSync(join(docs, target)), target).toBe(true);
    }
  });
});

describe("the lines of the documentation pages", () => {
  it.each(pages)("prose lines of %s have at most 120 characters", (page) => {
    const prose = read(page).replace(/^ *```[\s\S]*?^ *```$/gm, "");
    const long = prose.split("\n").filter((line) => line.length > 120 && !/^\s*\||https?:\/\/|^<!--/.test(line));
    expect(long).toEqual([]);
  });
});
