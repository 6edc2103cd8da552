type Claims = Readonly<Record<string, unknown>>;

interface Explained {
  /** The message, as a full sentence. */
  readonly message: string;
  readonly remedy: string;
}

/**
 * The typical reasons why one provider's tokens are refused. If a field is missing, the general message and remedy
 * apply.
 */
export interface KnownRefusals {
  /** The explanation for a token whose audience claim is missing or empty. */
  readonly noAudience?: {
    /**
     * Returns a description of the token, to insert after a colon; null if the token's claims do not reveal its kind.
     */
    readonly kind?: (claims: Claims) => string | null;
    readonly remedy: string;
  };
  /** The explanation for a token whose audiences are all services of the provider. */
  readonly ownAudience?: { readonly pattern: RegExp; readonly remedy: string };
  /** The explanation for a token with `alg: none`. */
  readonly unsigned?: Explained;
  /** The explanation for a token that is signed with a shared secret (HS256 …). */
  readonly sharedSecret?: {
    /** A text that the explanation contains after the algorithm's name. */
    readonly note?: string;
    readonly remedy: string;
  };
  /** The explanation for a JWKS without a usable key. */
  readonly noKeys?: { readonly remedy: string };
  /** The remedies for required claims whose value is wrong, keyed by claim name. */
  readonly claims?: Readonly<Record<string, string>>;
  /** The explanation for an opaque token, which is recognized by its prefix. */
  readonly opaque?: Explained & { readonly prefix: string };
  /** What to request from the provider so that its access tokens are JWTs. */
  readonly opaqueWithout?: string;
}
