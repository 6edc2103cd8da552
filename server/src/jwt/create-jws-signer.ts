import { type KeyObject, sign } from "node:crypto";
import { jwsSchemes } from "../../../src/verify/jwt/jws-scheme.ts";

/** Signs claims as a JWT in compact form (RFC 7515 §7.1). */
export type JwsSigner = (claims: object) => Promise<string>;

/**
 * Creates a {@link JwsSigner} that signs in Node's thread pool. Signing on the main thread would use less CPU time.
 * However, the main thread would compute one signature after another, so the throughput under load would be half as
 * high.
 *
 * @param header the protected header; its `alg` selects the signing algorithm
 * @throws if the key does not fit the algorithm
 */
export function createJwsSigner(header: { readonly alg: string } & Record<string, string>, key: KeyObject): JwsSigner {
  const scheme = jwsSchemes.get(header.alg);
  if (scheme === undefined || key.asymmetricKeyType !== scheme.keyType) {
    throw new Error(`The key does not fit ${header.alg}.`);
  }
  const start = `${encode(header)}.`;
  const keyWithOptions = { key, ...scheme.options };
  return (claims) =>
    new Promise((resolve, reject) => {
      const signed = start + encode(claims);
      sign(scheme.hash, Buffer.from(signed, "latin1"), keyWithOptions, (error, signature) => {
        if (error) reject(error);
        else resolve(`${signed}.${signature.toString("base64url")}`);
      });
    });
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
