import { type KeyObject, verify } from "node:crypto";
import { jwsSchemes } from "./jws-scheme.ts";
import type { ParsedJwt } from "./parse-jwt.ts";

/**
 * Tells whether a parsed JWT was signed with a key (RFC 7515 §5.2). A key of another type never has; whether it is meant for
 * the algorithm that the token names has to be known before.
 */
export async function isSignedWith(jwt: ParsedJwt, key: KeyObject): Promise<boolean> {
  const scheme = jwsSchemes.get(jwt.algorithm);
  if (scheme === undefined || key.asymmetricKeyType !== scheme.keyType) return false;
  const end = jwt.text.lastIndexOf(".");
  const signature = Buffer.from(jwt.text.slice(end + 1), "base64url");
  const signed = Buffer.from(jwt.text.slice(0, end), "latin1");
  return new Promise((resolve) => {
    // What OpenSSL cannot even try is no signature, and not the server's fault either.
    const settle = (error: Error | null, isRight: boolean) => resolve(!error && isRight);
    try {
      verify(scheme.hash, signed, { key, ...scheme.options }, signature, settle);
    } catch {
      // Workers refuse a key object beside options, and take the same key in writing.
      const written = { key: key.export({ format: "jwk" }), format: "jwk" } as const;
      verify(scheme.hash, signed, { ...written, ...scheme.options }, signature, settle);
    }
  });
}
