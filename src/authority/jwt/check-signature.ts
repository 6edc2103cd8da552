import { type CryptoKey, compactVerify } from "jose";
import type { ParsedJwt } from "./parse-jwt.ts";

/** Tells whether a parsed JWT was signed with a key; whatever jose throws, the answer is no. */
export async function isSignedWith(jwt: ParsedJwt, key: CryptoKey, algorithm: string): Promise<boolean> {
  try {
    await compactVerify(jwt.text, key, { algorithms: [algorithm] });
    return true;
  } catch {
    // A key that does not fit gives a TypeError, not a JOSEError: not the server's fault either.
    return false;
  }
}
