type Claims = Readonly<Record<string, unknown>>;

interface Explained {
  /** A whole sentence. */
  readonly message: string;
  readonly remedy: string;
}

/** Why one provider's tokens are typically refused. Missing entries use the general message and remedy. */
export interface KnownRefusals {
  /** The token's audience claim is missing or empty. */
  readonly noAudience?: {
    /** Describes such a token, to follow a colon; null if the claims do not show its kind. */
    readonly kind?: (claims: Claims) => string | null;
    readonly remedy: string;
  };
  /** All of the token's audiences are the provider's own services. */
  readonly ownAudience?: { readonly pattern: RegExp; readonly remedy: string };
  /** The token has `alg: none`. */
  readonly unsigned?: Explained;
  /** The token is signed with a shared secret (HS256 …). */
  readonly sharedSecret?: {
    /** Follows the algorithm's name. */
    readonly note?: string;
    readonly remedy: string;
  };
  /** The JWKS has no usable key. */
  readonly noKeys?: { readonly remedy: string };
  /** Remedies for a required claim with another value, by the claim's name. */
  readonly claims?: Readonly<Record<string, string>>;
  /** An opaque token, recognized by its prefix. */
  readonly opaque?: Explained & { readonly prefix: string };
  /** What to request from the provider so that its access token is a JWT. */
  readonly opaqueWithout?: string;
}
