import type { ProviderInputs, ProviderName } from "assistant-cloud-server";

/** Why an exchange is refused: the `code` of its response. */
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
   * they start in lowercase, except for an acronym, and have no final period.
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
  /** The provider's documentation page or source code that shows a token of this form. */
  readonly source: string;
}
