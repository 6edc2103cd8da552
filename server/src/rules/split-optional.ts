/** Returns a claim's name without a trailing `?`, and whether it had the `?`. A `?` marks a claim as optional. */
export function splitOptional(written: string): { name: string; isOptional: boolean } {
  return written.endsWith("?")
    ? { name: written.slice(0, -1), isOptional: true }
    : { name: written, isOptional: false };
}
