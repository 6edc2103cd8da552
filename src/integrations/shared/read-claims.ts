import { forDeveloper } from "../../core/for-developer.ts";
import { decodeClaims } from "../../core/workspace-token.ts";

/** Returns the unverified claims of a provider's JWT; an empty object when the token is not a readable JWT. */
export function readClaims(token: string): Record<string, unknown> {
  try {
    return decodeClaims(token, forDeveloper("The auth provider"));
  } catch {
    return {};
  }
}
