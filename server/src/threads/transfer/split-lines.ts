import { invalidLine } from "./transfer-line.ts";

/** The maximum length of a line, in characters. Every valid line is shorter. */
const MAX_LINE_LENGTH = 2 * 1024 * 1024;

/**
 * Splits a UTF-8 stream into lines without their line breaks.
 *
 * @throws AuthorityError `invalid_setting` if a line is too long or is not UTF-8
 */
export async function* splitLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let number = 1;
  let pieces: string[] = [];
  let length = 0;

  function decode(chunk?: Uint8Array): string {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw invalidLine(number, "is not UTF-8", "Use the file as it was exported.");
    }
  }
  function add(piece: string): void {
    pieces.push(piece);
    length += piece.length;
    if (length > MAX_LINE_LENGTH) throw invalidLine(number, "is too long", "Use the file as it was exported.");
  }
  function endLine(): string {
    const line = pieces.join("").replace(/\r$/, "");
    pieces = [];
    length = 0;
    number++;
    return line;
  }

  for await (const chunk of chunks) {
    const [first = "", ...rest] = decode(chunk).split("\n");
    add(first);
    for (const piece of rest) {
      yield endLine();
      add(piece);
    }
  }
  pieces.push(decode());
  if (length > 0) yield endLine();
}
