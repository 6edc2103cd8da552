// Matches control characters, line separators, lone surrogates, and characters that reorder text or are invisible.
// Names in many scripts and emoji need joiners and variation selectors, so those are allowed.
const UNSAFE_CHARACTER =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}]|(?!\u200c|\u200d|\ufe0e|\ufe0f)\p{Default_Ignorable_Code_Point}/u;
const UNSAFE_CHARACTERS = new RegExp(UNSAFE_CHARACTER.source, "gu");

/** The error message for a text that {@link isUnsafeText} rejects. It follows the name of the field. */
export const UNSAFE_TEXT_PROBLEM = "must not contain control characters or characters that hide or reorder text";

/** Returns whether a text contains control characters, or characters that hide or reorder text, such as U+202E. */
export const isUnsafeText = (text: string): boolean => UNSAFE_CHARACTER.test(text);

/**
 * Escapes a text for output in a terminal. Replaces each character that {@link isUnsafeText} rejects with an escape,
 * such as `\u{202e}`. Does not replace tabs and line feeds.
 */
export function escapeForTerminal(text: string): string {
  return text.replace(UNSAFE_CHARACTERS, (character) =>
    character === "\n" || character === "\t" ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}

/**
 * Escapes JSON text for output. Replaces each character that {@link isUnsafeText} rejects with a JSON escape, such as
 * `\u202e`. The result parses to the same value. The JSON text must not be indented, because the function also escapes
 * line breaks.
 */
export function escapeInJson(json: string): string {
  return json.replace(UNSAFE_CHARACTERS, (characters) =>
    [...Array(characters.length).keys()]
      .map((index) => `\\u${characters.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
