/** The longest user or workspace id, in code points. */
export const MAX_ID_LENGTH = 255;

// Unicode whitespace, control and format characters (bidi marks among them), lone surrogates, unassigned separators.
const FORBIDDEN = /[\s\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Zs}]/u;

/**
 * Tells what is wrong with a user or workspace id; null when it is sound.
 *
 * An id has 1 to 255 code points, no whitespace, control or invisible formatting characters, and is in
 * Unicode normal form C, so that two ids never look alike while they differ.
 */
export function findIdFault(id: unknown): string | null {
  if (typeof id !== "string") return "must be a string";
  if (id === "") return "must not be empty";
  if ([...id].length > MAX_ID_LENGTH) return `must have at most ${MAX_ID_LENGTH} characters`;
  if (FORBIDDEN.test(id)) return "must not contain whitespace or control characters";
  if (id.normalize("NFC") !== id) return "must be in Unicode normal form C";
  return null;
}
