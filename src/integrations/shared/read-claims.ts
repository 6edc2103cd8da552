import { decodeClaims } from "../../core/workspace-token.ts";

/** The claims of a provider's JWT, unverified; none when it is not a JWT that can be read. */
export function readClaims(token: string): Record<string, unknown> {
  try {
    return decodeClaims(token, "The auth provider");
  } catch {
    return {};
  }
}
