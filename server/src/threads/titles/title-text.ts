/** The maximum length of a title, in characters. */
export const MAX_TITLE_LENGTH = 255;

const FALLBACK_WORDS = 6;
const FALLBACK_CHARACTERS = 60;

/** Cuts a text to a number of UTF-16 code units without splitting a surrogate pair. */
export function cutText(text: string, length: number): string {
  if (text.length <= length) return text;
  const isSplit = /[\ud800-\udbff]/.test(text.charAt(length - 1));
  return text.slice(0, isSplit ? length - 1 : length);
}

/**
 * Returns a title: the first six words of a message, cut to 60 characters. The title is used if no model generates a
 * title.
 */
export function fallbackTitle(text: string): string {
  const title = createTitleText();
  let words = 0;
  for (const [word] of text.matchAll(/[^\s\p{Cc}]+/gu)) {
    title.add(`${word} `);
    if (++words === FALLBACK_WORDS || title.isFull()) break;
  }
  return Array.from(title.read()).slice(0, FALLBACK_CHARACTERS).join("").trimEnd();
}

/** Builds a title from pieces of text. */
export interface TitleText {
  /** Adds a piece of text from a model. Returns the characters that this piece added to the title. */
  add(piece: string): string;
  /** Returns the title so far. */
  read(): string;
  /** Returns whether the title has reached its maximum length. */
  isFull(): boolean;
}

/**
 * Creates a {@link TitleText}. The title is one line with single spaces. It contains only characters that PostgreSQL
 * can store.
 *
 * @param maxLength the maximum length of the title, in characters. Default: 255.
 */
export function createTitleText(maxLength = MAX_TITLE_LENGTH): TitleText {
  let title = "";
  let isFull = false;
  let hasGap = false;
  let pendingSurrogate = "";

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
      const text = pendingSurrogate + piece;
      // The second half of a surrogate pair may arrive with the next piece, so the first half waits for it.
      pendingSurrogate = /[\ud800-\udbff]$/.exec(text)?.[0] ?? "";
      for (const [run] of text.slice(0, text.length - pendingSurrogate.length).matchAll(/[\s\p{Cc}]+|[^\s\p{Cc}]+/gu)) {
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
