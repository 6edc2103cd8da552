/** Returns a claim's name without a trailing `?`. The `?` marks the claim as optional. */
export function splitOptional(written: string): { name: string; isOptional: boolean } {
  return written.endsWith("?")
    ? { name: written.slice(0, -1), isOptional: true }
    : { name: written, isOptional: false };
}
