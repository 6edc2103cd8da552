import { posix } from "node:path";
import type { MarkdownRenderer } from "vitepress";

const REPOSITORY = "https://github.com/assistant-cloud-auth/assistant-cloud-auth/blob/main";

/**
 * Returns a page's path on the site. `README.md` becomes `index.md`, because GitHub shows a folder's README below its
 * files.
 */
export function toSitePath(path: string): string {
  return path.replace(/(^|\/)README\.md/, "$1index.md");
}

/** Returns a link of a docs page in the form for the site. A link to a file outside `docs` leads to GitHub. */
export function toSiteLink(page: string, target: string): string {
  if (/^(?:[a-z]+:|#|\/)/.test(target)) return target;
  const path = posix.join("docs", posix.dirname(page), target);
  return path.startsWith("docs/") ? toSitePath(target) : `${REPOSITORY}/${path}`;
}

/** Rewrites the links that work on GitHub so that they work on the site. */
export function rewriteLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("repository_links", ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (href !== null) token.attrSet("href", toSiteLink(String(env.relativePath), href));
    }
  });
}
