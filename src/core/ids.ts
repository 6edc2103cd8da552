/** The longest user or workspace id, in code points. */
export const MAX_ID_LENGTH = 255;

// Matches whitespace, control and format characters (including bidi marks), lone surrogates, noncharacters, and
// characters that render as nothing or as a space: fillers, joiners, variation selectors, the Braille blank.
const FORBIDDEN =
  /[\s\p{Cc}\p{Cf}\p{Cs}\p{Z}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\u{1d159}\u{16fe4}]/u;

/**
 * Returns the problem with a user or workspace id, such as "must not be empty"; null for a valid id.
 *
 * A valid id has 1 to 255 code points, contains no whitespace, control or invisible characters, and is in Unicode
 * normal form C. These rules prevent ids that differ only in invisible characters or in the normal form. No part of a
 * valid id is the text of a missing value such as `undefined`. Otherwise, all users without that value would share one
 * id.
 */
export function findIdFault(id: unknown): string | null {
  if (typeof id !== "string") return "must be a string";
  if (id === "") return "must not be empty";
  if ([...id].length > MAX_ID_LENGTH) return `must have at most ${MAX_ID_LENGTH} characters`;
  const missing = findMissingPart(id);
  if (missing !== null) return missing;
  if (FORBIDDEN.test(id)) return "must not contain whitespace or control characters";
  if (id.normalize("NFC") !== id) return "must be in Unicode normal form C";
  return null;
}

/** The texts that a template writes for a missing value. */
const MISSING = /undefined|null|NaN|\[object [A-Za-z]+\]/g;
/** Matches the characters of a part, such as `jane_null`. Every other character separates parts. */
const PART = /[\p{L}\p{M}\p{N}\p{Cs}_-]/u;

/** Returns whether the text at an index of an id is the whole id, or a whole part of it, as `user_1` in `org_1:user_1`. */
export function isWholePart(id: string, index: number, text: string): boolean {
  return !PART.test(id.charAt(index - 1)) && !PART.test(id.charAt(index + text.length));
}

/**
 * Returns the problem if a part of an id is the text of a missing value, as in `org_1:undefined`; otherwise null.
 *
 * A template literal with an undefined `userId` writes the word `undefined` into the id. All users without that value
 * would then share one workspace and see each other's threads.
 */
export function findMissingPart(id: string): string | null {
  const word = [...id.matchAll(MISSING)].find(({ 0: text, index }) => isWholePart(id, index, text))?.[0];
  return word === undefined ? null : `contains the word ${word}, which a template writes for a missing value`;
}
