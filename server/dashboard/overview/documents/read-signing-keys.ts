/** A public key from the authority's JWKS. */
export interface SigningKey {
  kid: string;
  algorithm: string;
  /** The key type, followed by the curve if the key has one, such as `EC P-256`. */
  kind: string;
}

/** Parses a JWK Set (RFC 7517 §5). Returns null if the set is invalid or contains a key without `kid`. */
export function readSigningKeys(body: unknown): SigningKey[] | null {
  if (typeof body !== "object" || body === null || !("keys" in body) || !Array.isArray(body.keys)) return null;
  const keys = body.keys.map(readKey);
  return keys.every((key) => key !== null) ? keys : null;
}

function readKey(key: unknown): SigningKey | null {
  if (typeof key !== "object" || key === null) return null;
  const text = (name: string) => {
    const value: unknown = Reflect.get(key, name);
    return typeof value === "string" ? value : undefined;
  };
  const kid = text("kid");
  const type = text("kty");
  if (kid === undefined || type === undefined) return null;
  return { kid, algorithm: text("alg") ?? "not named", kind: [type, text("crv")].filter(Boolean).join(" ") };
}
