/**
 * A requested range (RFC 9110 §14.1.2): from a first byte to a last byte, from a first byte to the end of the file, or
 * a number of bytes at the end of the file.
 */
export type ByteRange =
  | { readonly first: number; readonly last: number | null; readonly suffix?: never }
  | { readonly suffix: number; readonly first?: never };

/**
 * Parses a `Range` header. Returns null if the header is missing or malformed, has a unit other than bytes, or has
 * several ranges. In these cases, the server must send the whole file.
 */
export function readByteRange(header: string | null): ByteRange | null {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (from === undefined || to === undefined) return null;
  if (from === "") return to === "" ? null : { suffix: Number(to) };
  const first = Number(from);
  const last = to === "" ? null : Number(to);
  return last !== null && last < first ? null : { first, last };
}

/**
 * Converts a range to positions in a file of the given size: `start` is inclusive and `end` is exclusive. Returns null
 * if the range contains no byte of the file.
 */
export function resolveRange(range: ByteRange, size: number): { start: number; end: number } | null {
  if (range.suffix !== undefined) {
    return range.suffix === 0 || size === 0 ? null : { start: Math.max(0, size - range.suffix), end: size };
  }
  if (range.first >= size) return null;
  return { start: range.first, end: range.last === null ? size : Math.min(size, range.last + 1) };
}
