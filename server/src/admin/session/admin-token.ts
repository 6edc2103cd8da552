import { randomBytes } from "node:crypto";

/** Returns a random 256-bit token for a session or a set-up link. Only the token's SHA-256 hash is stored. */
export function newAdminToken(): string {
  return randomBytes(32).toString("base64url");
}
