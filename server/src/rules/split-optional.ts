/** Reads a claim's name as rules write it: one that ends with `?` may be missing from a token. */
export function splitOptional(written: string): { name: string; isOptional: boolean } {
  return written.endsWith("?")
    ? { name: written.slice(0, -1), isOptional: true }
    : { name: written, isOptional: false };
}
