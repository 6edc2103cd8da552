import { posix } from "node:path";
import type { MarkdownRenderer } from "vitepress";

const REPOSITORY = "https://github.com/assistant-cloud-auth/assistant-cloud-auth/blob/main";

/** The folder's page has another name in the repository, where GitHub shows it below the folder's files. */
export function toSitePath(path: string): string {
  return path.replace(/(^|\/)README\.md/, "$1index.md");
}

/** Returns a link of a page of docs as the site needs it: what is outside docs is only on GitHub. */
export function toSiteLink(page: string, target: string): string {
  if (/^(?:[a-z]+:|#|\/)/.test(target)) return target;
  const path = posix.join("docs", posix.dirname(page), target);
  return path.startsWith("docs/") ? toSitePath(target) : `${REPOSITORY}/${path}`;
}

/** Makes the links that work on GitHub work on the site. */
export function rewriteLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("repository_links", ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === "link_open" ? token.attrGet("href") : null;
      if (href !== null) token.attrSet("href", toSiteLink(String(env.relativePath), href));
    }
  });
}
