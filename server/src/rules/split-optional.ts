/** Parses the name of a claim in a rule. A trailing `?` means that the claim may be missing from a token. */
export function splitOptional(written: string): { name: string; isOptional: boolean } {
  return written.endsWith("?")
    ? { name: written.slice(0, -1), isOptional: true }
    : { name: written, isOptional: false };
}
