import { posix } from "node:path";
import type { MarkdownRenderer } from "vitepress";

const REPOSITORY = "https://github.com/assistant-cloud-auth/assistant-cloud-auth/blob/main";

/** Returns a page's path on the site. `README.md` becomes `index.md`, the name of a folder's first page. */
export function toSitePath(path: string): string {
  return path.replace(/(^|\/)README\.md/, "$1index.md");
}

/** Converts a link in a docs page to a link on the site. A link to a file outside `docs` becomes a link to GitHub. */
export function toSiteLink(page: string, target: string): string {
  if (/^(?:[a-z]+:|#|\/)/.test(target)) return target;
  const path = posix.join("docs", posix.dirname(page), target);
  return path.startsWith("docs/") ? toSitePath(target) : `${REPOSITORY}/${path}`;
}

/** Converts the links in a page from the form for GitHub to the form for the site. */
export function rewriteLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("repository_links", ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (href !== null) token.attrSet("href", toSiteLink(String(env.relativePath), href));
    }
  });
}
