const WIDTH = 120;
/** The placeholder for a space where a line must not break. */
const BLANK = "\u0000";
const ITEM = /^(\s*)(?:[-*]|\d+\.) +/;

/**
 * Returns a Markdown page in which each paragraph or list item with an overlong line is wrapped at 120 characters.
 * Other text, such as code and tables, stays unchanged.
 */
export function wrapPage(text: string): string {
  const out: string[] = [];
  let block: string[] = [];
  const flush = () => {
    if (block.length > 0) out.push(...(block.some(isLong) ? wrap(block) : block));
    block = [];
  };
  let fence = false;
  let matter = text.startsWith("---\n");
  for (const [index, line] of text.split("\n").entries()) {
    const isFence = /^\s*```/.test(line);
    if (isFence) fence = !fence;
    const isVerbatim = isFence || fence || matter || /^\s*(?:$|#|\||<!--|>|---)|^\[[^\]]+\]: /.test(line);
    if (matter && index > 0 && line === "---") matter = false;
    if (isVerbatim) {
      flush();
      out.push(line);
      continue;
    }
    if (ITEM.test(line)) flush();
    block.push(line);
  }
  flush();
  return out.join("\n");
}

const isLong = (line: string) => line.length > WIDTH;

/** Wraps one paragraph or list item. Indents later lines to the column where the text of the first line starts. */
function wrap(block: readonly string[]): string[] {
  const [first = ""] = block;
  const marker = ITEM.exec(first)?.[0] ?? /^\s*/.exec(first)?.[0] ?? "";
  const prose = [first.slice(marker.length), ...block.slice(1)].map((line) => line.trim()).join(" ");
  // Keep each code span on one line by replacing its spaces with the placeholder.
  const words = prose.replace(/`[^`]+`/g, (code) => code.replaceAll(" ", BLANK)).split(/\s+/);
  const indent = " ".repeat(marker.length);
  const lines: string[] = [];
  let line = marker;
  for (const word of words) {
    const next = line.trim() === "" || line === marker ? line + word : `${line} ${word}`;
    if (next.length > WIDTH && line.trim() !== "" && line !== marker) {
      lines.push(line);
      line = indent + word;
    } else line = next;
  }
  return [...lines, line].map((text) => text.replaceAll(BLANK, " "));
}
