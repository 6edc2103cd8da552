/** What workspace tokens can be signed with. `Ed25519` is the newer name of `EdDSA` (RFC 9864). */
export const SIGNING_ALGORITHMS = ["ES256", "RS256", "EdDSA", "Ed25519"] as const;

/** What workspace tokens can be signed with. */
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];
