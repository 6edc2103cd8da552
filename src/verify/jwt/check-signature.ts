import { type KeyObject, verify } from "node:crypto";
import { jwsSchemes } from "./jws-scheme.ts";
import type { ParsedJwt } from "./parse-jwt.ts";

/**
 * Returns whether a key verifies the signature of a parsed JWT (RFC 7515 §5.2); false if the type of the key does not
 * fit the token's algorithm. The caller must have checked that the key's owner allows this algorithm.
 */
export async function isSignedWith(jwt: ParsedJwt, key: KeyObject): Promise<boolean> {
  const scheme = jwsSchemes.get(jwt.algorithm);
  if (scheme === undefined || key.asymmetricKeyType !== scheme.keyType) return false;
  const end = jwt.text.lastIndexOf(".");
  const signature = Buffer.from(jwt.text.slice(end + 1), "base64url");
  const signingInput = Buffer.from(jwt.text.slice(0, end), "latin1");
  return new Promise((resolve) => {
    // OpenSSL reports an error for a malformed signature, so treat an error as an invalid signature.
    const settle = (error: Error | null, isValid: boolean) => resolve(!error && isValid);
    try {
      verify(scheme.hash, signingInput, { key, ...scheme.options }, signature, settle);
    } catch {
      // Cloudflare Workers reject a KeyObject combined with options, but accept the same key as a JWK.
      const asJwk = { key: key.export({ format: "jwk" }), format: "jwk" } as const;
      verify(scheme.hash, signingInput, { ...asJwk, ...scheme.options }, signature, settle);
    }
  });
}
