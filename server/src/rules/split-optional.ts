/** Removes a trailing `?` from a claim's name. `isOptional` is true if the name ended with `?`. */
export function splitOptional(written: string): { name: string; isOptional: boolean } {
  return written.endsWith("?")
    ? { name: written.slice(0, -1), isOptional: true }
    : { name: written, isOptional: false };
}
