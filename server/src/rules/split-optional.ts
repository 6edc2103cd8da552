/** Parses the name of a claim as written in a rule. A trailing `?` means that a token may lack the claim. */
export function splitOptional(written: string): { name: string; isOptional: boolean } {
  return written.endsWith("?")
    ? { name: written.slice(0, -1), isOptional: true }
    : { name: written, isOptional: false };
}
