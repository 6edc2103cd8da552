import type { VerifiedWorkspace } from "./verified-workspace.ts";

const MAX_TOKENS = 10_000;

/** Remembers verified tokens, 10,000 at most; the oldest make room. */
export function createVerifiedTokens() {
  const seen = new Map<string, VerifiedWorkspace>();
  return {
    /** The claims of a token verified before, if it has not expired since. */
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
