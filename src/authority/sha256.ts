import { createHash } from "node:crypto";

/**
 * What is stored of a key or refresh token. These hold 190 bits of chance and more, so a plain fast hash is
 * right: a slow one would only cost time on every request.
 */
export function sha256(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
