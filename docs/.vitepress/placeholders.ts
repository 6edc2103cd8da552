import type { MarkdownRenderer } from "vitepress";

/** Matches the HTML that the pages and the generated reference contain on purpose. */
const HTML = /^<(?:!--|\/?(?:a|br|picture|source|img|details|summary)\b)/;

/** Shows `<host>` and `{{org.id}}` as text, as GitHub does. Vue would read them as a component and an expression. */
export function escapePlaceholders(markdown: MarkdownRenderer): void {
  const { escapeHtml } = markdown.utils;
  markdown.core.ruler.push("placeholders", ({ tokens }) => {
    for (const token of tokens.flatMap((block) => [block, ...(block.children ?? [])])) {
      const isHtml = token.type === "html_inline" || token.type === "html_block";
      if (isHtml && !HTML.test(token.content)) token.content = escapeHtml(token.content);
    }
  });
  for (const name of ["text", "code_inline"] as const) {
    const render = markdown.renderer.rules[name];
    if (render === undefined) throw new Error(`The markdown renderer has no rule "${name}".`);
    markdown.renderer.rules[name] = (...args) => render(...args).replaceAll("{{", "&#123;&#123;");
  }
}
