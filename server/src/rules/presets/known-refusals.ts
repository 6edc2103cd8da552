type Claims = Readonly<Record<string, unknown>>;

interface Explained {
  /** The message, as a full sentence. */
  readonly message: string;
  readonly remedy: string;
}

/**
 * Explanations of the typical refusals of one provider's tokens. For a refusal without an entry here, the server uses a
 * general explanation.
 */
export interface KnownRefusals {
  /** Explains the refusal of a token whose audience claim is missing or empty. */
  readonly noAudience?: {
    /**
     * Returns a clause about the kind of token, such as "it is a session token". The refusal's message ends with this
     * clause, after a colon. Returns null if the token's claims do not reveal its kind.
     */
    readonly kind?: (claims: Claims) => string | null;
    readonly remedy: string;
  };
  /**
   * Explains the refusal of a token that is valid only for the provider's own APIs. `pattern` matches the audiences of
   * these APIs.
   */
  readonly ownAudience?: { readonly pattern: RegExp; readonly remedy: string };
  /** Explains the refusal of a token with `alg: none`. */
  readonly unsigned?: Explained;
  /** Explains the refusal of a token that is signed with a shared secret, for example with HS256. */
  readonly sharedSecret?: {
    /** A text that follows the algorithm's name in the refusal's message, such as ", Supabase's legacy method". */
    readonly note?: string;
    readonly remedy: string;
  };
  /** Explains the refusal of a token if the JWKS contains no usable key. */
  readonly noKeys?: { readonly remedy: string };
  /** The remedies for required claims that are missing or have a wrong value. The key is the claim. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Explains the refusal of an opaque token. The provider's opaque tokens start with `prefix`. */
  readonly opaque?: Explained & { readonly prefix: string };
  /**
   * The name of a request parameter, such as `audience`. If a request has this parameter, the provider issues a JWT
   * instead of an opaque access token.
   */
  readonly jwtRequiresParameter?: string;
}
