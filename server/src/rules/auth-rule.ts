/** Whose tokens are exchanged for workspace tokens, and for which workspace. */
export interface AuthRuleInput {
  /** 1 to 255 characters, for people. */
  name: string;
  /** The preset that the rule was made from, such as `clerk`; for people. Default: none. */
  provider?: string;
  /** The exact `iss` of the provider's tokens, or several. Not every provider's is a URL. */
  issuer: string | string[];
  /** Where the provider publishes its public keys: public HTTPS, fetched with 2 s and 256 KB at most. */
  jwksUrl: string;
  /** The exact `aud` of the tokens, or several of which one must be present. */
  audience?: string | string[];
  /** The claim in which the audience stands, for tokens that name it elsewhere, such as `client_id`. Default: `aud`. */
  audienceClaim?: string;
  /** Accepts tokens made for any audience; needed when `audience` is left out (RFC 8725 §3.9). Default: false. */
  anyAudience?: boolean;
  /** What the tokens may be signed with; asymmetric algorithms only. Default: `["RS256", "ES256"]`. */
  algorithms?: string[];
  /** The claim that names the user, by name, dotted path or JSON pointer (RFC 6901). Default: `sub`. */
  userClaim?: string;
  /**
   * The workspace, made of claims: `${org_id}:${sub}`. A claim written with `?`, as in `${org_id?}:${sub}`, may be
   * missing; the text up to the next claim is then left out as well. Default: the user claim.
   */
  workspace?: string;
  /**
   * Claims, up to 16, that must have exactly these values: `{ token_use: "id" }`. One written with `?`, as in
   * `{ "sts?": "active" }`, may be missing but not differ. Default: none.
   */
  requiredClaims?: Record<string, RequiredValue>;
  /** Whether tokens are exchanged by this rule. Default: true. */
  enabled?: boolean;
}

/** What a required claim can be compared with. */
export type RequiredValue = string | number | boolean;

/** What a rule decides by; the same fields as {@link AuthRuleInput}, with every default filled in. */
export interface AuthRuleContent {
  name: string;
  provider: string | null;
  issuers: string[];
  jwksUrl: string;
  audiences: string[];
  audienceClaim: string;
  anyAudience: boolean;
  algorithms: string[];
  userClaim: string;
  workspace: string;
  requiredClaims: Record<string, RequiredValue>;
  enabled: boolean;
}

/** A stored auth rule. */
export interface AuthRule extends AuthRuleContent {
  id: string;
  /** Raised by every change, from 1; hand back the one that was read, so that no other person's change is lost. */
  revision: number;
  createdAt: Date;
  /** Null for a rule that was never changed. */
  updatedAt: Date | null;
}
