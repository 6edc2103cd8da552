/** Whose tokens are exchanged for workspace tokens, and for which workspace. */
export interface AuthRuleInput {
  /** 1 to 255 characters, for people. */
  name: string;
  /** The exact `iss` of the provider's tokens, or several. */
  issuer: string | string[];
  /** Where the provider publishes its public keys: public HTTPS, fetched with 2 s and 256 KB at most. */
  jwksUrl: string;
  /** The exact `aud` of the tokens, or several of which one must be present. */
  audience?: string | string[];
  /** Accepts tokens made for any audience; needed when `audience` is left out (RFC 8725 §3.9). Default: false. */
  anyAudience?: boolean;
  /** What the tokens may be signed with; asymmetric algorithms only. Default: `["RS256", "ES256"]`. */
  algorithms?: string[];
  /** The claim that names the user, by name or dotted path. Default: `sub`. */
  userClaim?: string;
  /** The workspace, made of claims: `${org_id}:${sub}`. Default: `${sub}`. */
  workspace?: string;
}

/** A stored auth rule. */
export interface AuthRule {
  id: string;
  name: string;
  issuers: string[];
  jwksUrl: string;
  audiences: string[];
  anyAudience: boolean;
  algorithms: string[];
  userClaim: string;
  workspace: string;
  createdAt: Date;
}
