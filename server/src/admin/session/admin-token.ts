import { randomBytes } from "node:crypto";

/** Returns a random 256-bit token for a session or a set-up link; only its SHA-256 is stored. */
export function newAdminToken(): string {
  return randomBytes(32).toString("base64url");
}
