import { constants } from "node:crypto";

/** The key type, hash and options that Node needs to sign and verify with a JWS algorithm. */
export interface JwsScheme {
  readonly keyType: "rsa" | "ec" | "ed25519";
  /** The hash; null for Ed25519, whose hash is fixed. */
  readonly hash: "sha256" | "sha384" | "sha512" | null;
  /** The options for the padding or the signature encoding; empty for Ed25519. */
  readonly options: { padding?: number; saltLength?: number; dsaEncoding?: "ieee-p1363" };
}

type Hash = NonNullable<JwsScheme["hash"]>;

const pkcs1 = (hash: Hash): JwsScheme => ({
  keyType: "rsa",
  hash,
  options: { padding: constants.RSA_PKCS1_PADDING },
});
const pss = (hash: Hash): JwsScheme => ({
  keyType: "rsa",
  hash,
  options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
});
const ecdsa = (hash: Hash): JwsScheme => ({
  keyType: "ec",
  hash,
  options: { dsaEncoding: "ieee-p1363" },
});
const ed25519: JwsScheme = { keyType: "ed25519", hash: null, options: {} };

/**
 * The asymmetric algorithms of RFC 7518 §3.1, and Ed25519, by name. Ed25519 has two names: `Ed25519` (RFC 9864) and the
 * older `EdDSA`. Symmetric algorithms are left out, because with a shared secret every verifier could mint tokens.
 */
export const jwsSchemes: ReadonlyMap<string, JwsScheme> = new Map([
  ["RS256", pkcs1("sha256")],
  ["RS384", pkcs1("sha384")],
  ["RS512", pkcs1("sha512")],
  ["PS256", pss("sha256")],
  ["PS384", pss("sha384")],
  ["PS512", pss("sha512")],
  ["ES256", ecdsa("sha256")],
  ["ES384", ecdsa("sha384")],
  ["ES512", ecdsa("sha512")],
  ["EdDSA", ed25519],
  ["Ed25519", ed25519],
]);

/** Returns whether two names denote the same known algorithm, as `EdDSA` and `Ed25519` do (RFC 9864 §2.2). */
export function isSameAlgorithm(one: string, other: string): boolean {
  const scheme = jwsSchemes.get(one);
  return scheme !== undefined && scheme === jwsSchemes.get(other);
}
