/** Returns a claim's name without its trailing `?`. A claim with a `?` is optional, so a token may lack the claim. */
export function splitOptional(written: string): { name: string; isOptional: boolean } {
  return written.endsWith("?")
    ? { name: written.slice(0, -1), isOptional: true }
    : { name: written, isOptional: false };
}
