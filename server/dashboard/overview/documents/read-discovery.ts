/** The parts of the discovery document that the overview page shows. */
export interface Discovery {
  issuer: string;
  jwksUrl: string;
}

/**
 * Parses the document at `/.well-known/openid-configuration` (OpenID Connect Discovery 1.0 §3). Returns null if the
 * document is invalid.
 */
export function readDiscovery(body: unknown): Discovery | null {
  if (typeof body !== "object" || body === null || !("issuer" in body) || !("jwks_uri" in body)) return null;
  const { issuer, jwks_uri: jwksUrl } = body;
  return typeof issuer === "string" && typeof jwksUrl === "string" ? { issuer, jwksUrl } : null;
}
