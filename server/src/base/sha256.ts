import { hash } from "node:crypto";

/**
 * Returns the SHA-256 hash of a text, encoded in base64url. The database stores only the hash of an API key or refresh
 * token. These secrets have at least 190 bits of entropy, so guessing is impossible even with a fast hash. A slow hash
 * would delay every request.
 */
export function sha256(secret: string): string {
  return hash("sha256", secret, "base64url");
}
