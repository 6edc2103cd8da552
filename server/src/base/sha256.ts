import { hash } from "node:crypto";

/**
 * What is stored of a key or refresh token. These hold 190 bits of chance and more, so a plain fast hash is
 * right: a slow one would only cost time on every request.
 */
export function sha256(secret: string): string {
  return hash("sha256", secret, "base64url");
}
