import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { DefaultTheme } from "vitepress";
import { toSiteLink, toSitePath } from "../../docs/.vitepress/links.ts";
import { createSidebar } from "../../docs/.vitepress/sidebar.ts";
import manifest from "../../package.json" with { type: "json" };
import { listDocPages } from "./list-doc-pages.ts";

/**
 * Writes the Markdown text of every page next to the page's HTML, and writes `llms.txt`, an index of the pages. Returns
 * the number of pages.
 */
export async function writeMarkdownPages(docs: string, out: string): Promise<number> {
  const pages = new Map<string, string>();
  for (const page of [...listDocPages(docs), ...listDocPages(docs, "reference")]) {
    const text = toMarkdownPage(page, await readFile(join(docs, page), "utf8"));
    const path = toSitePath(page);
    pages.set(path, text);
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), text);
  }
  await writeFile(join(out, "llms.txt"), toIndex(createSidebar(), pages));
  return pages.size;
}

/** Returns the text of a page, without front matter and comments. Converts the links to the form for the site. */
export function toMarkdownPage(page: string, text: string): string {
  return text
    .replace(/^---\n[\s\S]*?\n---\n+/, "")
    .replace(/<!--[\s\S]*?-->\n?/g, "")
    .replace(/(\]\(|^\[[^\]]+\]: )([^)\s]+)/gm, (_, start, target) => start + toSiteLink(page, target));
}

/**
 * Returns an index of the pages, in the format of llmstxt.org. The index follows the order of the sidebar. Each entry
 * contains the first sentence of the page.
 */
export function toIndex(items: DefaultTheme.SidebarItem[], pages: ReadonlyMap<string, string>): string {
  const lines = ["# assistant-cloud-auth", "", `> ${manifest.description}`];
  for (const { text = "Start here", items: children = [] } of items) {
    lines.push("", `## ${text}`, "", ...children.flatMap((item) => entriesOf(item, pages)));
  }
  return `${lines.join("\n")}\n`;
}

function entriesOf({ text, link, items = [] }: DefaultTheme.SidebarItem, pages: ReadonlyMap<string, string>): string[] {
  const path = link === undefined || /^https?:/.test(link) ? null : pathOf(link);
  const page = path === null ? undefined : pages.get(path);
  const summary = page === undefined ? "" : summaryOf(page);
  const entry = page === undefined ? [] : [`- [${text}](${path})${summary && `: ${summary}`}`];
  return [...entry, ...items.flatMap((item) => entriesOf(item, pages))];
}

const pathOf = (link: string) => `${link.slice(1)}${link.endsWith("/") ? "index" : ""}.md`;

/** Matches the start of a block that is not a paragraph. */
const NO_PARAGRAPH = /^(?:#|\||<|>|```|---|!\[|[-*] |\d+\. )/;

/** Returns the first sentence of a page's first paragraph. */
function summaryOf(page: string): string {
  const paragraph = page.split(/\n{2,}/).find((block) => block.trim() !== "" && !NO_PARAGRAPH.test(block)) ?? "";
  const plain = paragraph.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/\s+/g, " ");
  return /^.*?[.:](?= |$)/.exec(plain)?.[0].replace(/:$/, ".") ?? plain;
}
