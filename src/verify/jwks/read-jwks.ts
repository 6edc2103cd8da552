import { createPublicKey, type JsonWebKey, type KeyObject } from "node:crypto";
import { isSameAlgorithm } from "../jwt/jws-scheme.ts";
import { JwksFailure } from "./jwks-failure.ts";
import { isStrongRsa } from "./rsa-strength.ts";

const MAX_KEYS = 100;

/**
 * A valid public key of a JWKS. `algorithms` lists the signature algorithms that the key's type, curve and `alg` allow.
 */
export interface PublicKey {
  readonly kid: string;
  readonly key: KeyObject;
  readonly algorithms: readonly string[];
}

/**
 * Returns the valid public keys of a JWKS document (RFC 7517). The function skips a key if it is invalid, has no `kid`,
 * or is not for signatures. It also skips a key if the key's `alg` does not fit its type. It drops the private members
 * of each key.
 *
 * The checks are stricter than those of jose. For example, jose accepts RSA keys with an exponent of 1. For such a key,
 * any caller can forge a signature.
 *
 * @throws {@link JwksFailure} `not_jwks`, `certificate_map`, `too_many_keys`
 */
export function readJwks(document: unknown): PublicKey[] {
  const keys = isRecord(document) ? document["keys"] : undefined;
  if (!Array.isArray(keys)) throw new JwksFailure(isCertificateMap(document) ? "certificate_map" : "not_jwks");
  if (keys.length > MAX_KEYS) throw new JwksFailure("too_many_keys", String(MAX_KEYS));
  return keys.map(readKey).filter((key) => key !== null);
}

/**
 * Returns whether a document has the format `{ kid: PEM }`. Many guides mention an older Google endpoint with this
 * format.
 */
function isCertificateMap(document: unknown): boolean {
  if (!isRecord(document)) return false;
  const values = Object.values(document);
  return values.length > 0 && values.every((value) => /^-----BEGIN (CERTIFICATE|PUBLIC KEY)-----/.test(String(value)));
}

function readKey(value: unknown): PublicKey | null {
  if (!isRecord(value) || typeof value["kid"] !== "string" || value["kid"] === "") return null;
  const { kid, kty, alg, use, key_ops: operations } = value;
  // Some serializers write every optional member, so treat an empty one as absent.
  if (!isAbsent(use) && use !== "sig") return null;
  if (!isAbsent(operations) && !(Array.isArray(operations) && operations.includes("verify"))) return null;
  const found = readMaterial(kty, value);
  const key = found && importKey(found.jwk);
  if (found === null || key === null) return null;
  const algorithms = isAbsent(alg)
    ? found.algorithms
    : found.algorithms.filter((name) => isSameAlgorithm(name, String(alg)));
  return algorithms.length === 0 ? null : { kid, key, algorithms };
}

const isAbsent = (member: unknown): boolean =>
  member === undefined || member === null || member === "" || (Array.isArray(member) && member.length === 0);

function readMaterial(kty: unknown, key: Record<string, unknown>): { jwk: JsonWebKey; algorithms: string[] } | null {
  const { n, e, crv, x, y } = key;
  if (kty === "RSA" && typeof n === "string" && typeof e === "string" && isStrongRsa(n, e)) {
    return { jwk: { kty, n, e }, algorithms: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] };
  }
  if (kty === "EC" && typeof x === "string" && typeof y === "string") {
    const algorithm = ({ "P-256": "ES256", "P-384": "ES384", "P-521": "ES512" } as const)[String(crv)];
    return algorithm ? { jwk: { kty, crv: String(crv), x, y }, algorithms: [algorithm] } : null;
  }
  if (kty === "OKP" && crv === "Ed25519" && typeof x === "string") {
    return { jwk: { kty, crv, x }, algorithms: ["EdDSA", "Ed25519"] };
  }
  return null;
}

/** Returns the imported key. If a value in `jwk` is invalid, such as a point that is not on the curve, returns null. */
function importKey(jwk: JsonWebKey): KeyObject | null {
  try {
    return createPublicKey({ key: jwk, format: "jwk" });
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
