/** The longest title, in characters. */
export const MAX_TITLE_LENGTH = 255;

const FALLBACK_WORDS = 6;
const FALLBACK_CHARACTERS = 60;

/** Cuts a text after so many UTF-16 units, never inside a code point. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const isSplit = /[\ud800-\udbff]/.test(text.charAt(length - 1));
  return text.slice(0, isSplit ? length - 1 : length);
}

/** Makes a title of a message without a model: its first six words, at most 60 characters. */
export function fallbackTitle(text: string): string {
  const title = createTitleText();
  let words = 0;
  for (const [word] of text.matchAll(/[^\s\p{Cc}]+/gu)) {
    title.add(`${word} `);
    if (++words === FALLBACK_WORDS || title.isFull()) break;
  }
  return Array.from(title.read()).slice(0, FALLBACK_CHARACTERS).join("").trimEnd();
}

/** A title that grows piece by piece. */
export interface TitleText {
  /** Adds a piece as it came from a model, and returns what the title has grown by. */
  add(piece: string): string;
  /** Returns the title so far. */
  read(): string;
  /** Tells whether nothing can be added any more. */
  isFull(): boolean;
}

/**
 * Creates a {@link TitleText}: one line with single blanks, of characters that a database can hold.
 *
 * @param maxLength in characters. Default: 255
 */
export function createTitleText(maxLength = MAX_TITLE_LENGTH): TitleText {
  let title = "";
  let isFull = false;
  let hasGap = false;
  let half = "";

  function addWord(word: string): void {
    const room = maxLength - title.length - (hasGap ? 1 : 0);
    const wellFormed = cutText(word, Math.max(room, 0) + 1).replace(/\p{Cs}/gu, "\ufffd");
    const fitting = cutText(wellFormed, Math.max(room, 0));
    isFull = fitting !== wellFormed;
    if (fitting !== "") title += hasGap ? ` ${fitting}` : fitting;
    hasGap = false;
  }

  return {
    add(piece) {
      const before = title.length;
      const text = half + piece;
      // The other half of a character may come with the next piece.
      half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? "";
      for (const [run] of text.slice(0, text.length - half.length).matchAll(/[\s\p{Cc}]+|[^\s\p{Cc}]+/gu)) {
        if (isFull) break;
        if (/^[\s\p{Cc}]/u.test(run)) hasGap = title !== "";
        else addWord(run);
      }
      return title.slice(before);
    },
    read: () => title,
    isFull: () => isFull || title.length >= maxLength,
  };
}
