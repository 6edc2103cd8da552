import type { ProviderInputs, ProviderName } from "assistant-cloud-server";

/** The `code` in the response to a refused exchange. */
export type RefusalCode =
  | "authorization_unsupported"
  | "no_auth_rule"
  | "token_algorithm"
  | "token_claim_refused"
  | "token_malformed"
  | "token_subject_missing"
  | "user_id_invalid"
  | "workspace_id_invalid";

/** A form of token that a provider documents, and the expected result of exchanging such a token. */
export interface TokenFixture<P extends ProviderName> {
  /**
   * The kind of token and its characteristic claims, in words. The docs print these words after the provider's name, so
   * the words have no initial capital and no final period. An acronym at the start stays in capitals.
   */
  readonly shape: string;
  /** The input of the preset. */
  readonly input: ProviderInputs[P];
  /** The signing algorithm. HS256 signs with a shared secret. Default: RS256. */
  readonly algorithm?: "RS256" | "ES256" | "ES384" | "EdDSA" | "HS256";
  /** The members of the header, in addition to `alg` and `kid`. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** The claims, in addition to `iat` and `exp`. A string replaces the whole token. */
  readonly claims: Readonly<Record<string, unknown>> | string;
  readonly expected: { readonly userId: string; readonly workspaceId: string } | { readonly refused: RefusalCode };
  /** The URL where the provider documents this form of token: a page or a source file. */
  readonly source: string;
}
