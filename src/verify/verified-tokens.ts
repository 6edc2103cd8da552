import type { VerifiedWorkspace } from "./verified-workspace.ts";

const MAX_TOKENS = 10_000;

/** Creates a cache of at most 10,000 verified tokens. A full cache evicts the token that was added first. */
export function createVerifiedTokens() {
  const seen = new Map<string, VerifiedWorkspace>();
  return {
    /** Returns the claims of a cached token, or null when the token is not cached or has expired. */
    get(token: string, nowSeconds: number): VerifiedWorkspace | null {
      const claims = seen.get(token);
      if (claims === undefined) return null;
      if (claims.expiresAt > nowSeconds) return claims;
      seen.delete(token);
      return null;
    },
    add(token: string, claims: VerifiedWorkspace): void {
      const oldest = seen.keys().next();
      if (seen.size >= MAX_TOKENS && !oldest.done) seen.delete(oldest.value);
      seen.set(token, claims);
    },
  };
}
