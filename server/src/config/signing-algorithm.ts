/** The algorithms that can sign workspace tokens. `Ed25519` is the newer name of `EdDSA` (RFC 9864). */
export const SIGNING_ALGORITHMS = ["ES256", "RS256", "EdDSA", "Ed25519"] as const;

/** An algorithm that can sign workspace tokens. */
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];
