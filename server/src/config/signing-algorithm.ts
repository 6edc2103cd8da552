/** What workspace tokens can be signed with. */
export type SigningAlgorithm = "ES256" | "RS256" | "EdDSA";
