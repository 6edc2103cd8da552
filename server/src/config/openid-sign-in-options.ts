/**
 * Who may enter by the team's provider. At least one field must be given: without, everybody who has an account there would be
 * an admin. With lists, a person must stand in one of them; with a claim, it must be so besides.
 */
export interface OpenIdAdmission {
  /** `sub` values, compared exactly; up to 256. The surest way: no provider gives a `sub` to somebody else. */
  subjects?: readonly string[];
  /**
   * E-mail addresses, up to 256; `A` to `Z` count as small letters. One counts only while the provider says `email_verified: true`,
   * as a boolean.
   */
  emails?: readonly string[];
  /** A claim that everybody must bring, such as a group: a value of its own, or one of a list. */
  claim?: {
    /** The claim's name, a dotted path or a JSON pointer (RFC 6901). */
    name: string;
    value: string;
  };
}

/** Sign-in to the dashboard by the team's own OpenID provider: `adminOpenId` of `createAuthority`. */
export interface OpenIdSignInOptions {
  /** The provider's issuer, exactly as its discovery document names it; `https://`, or `http://` on this machine with `allowInsecureJwks`. */
  issuer: string;
  /** The id under which the dashboard is registered there, with `<authority>/admin/oidc/callback` as its redirect URI. */
  clientId: string;
  /** The secret that belongs to it. Default: none, for a public client, which PKCE guards alone. */
  clientSecret?: string;
  /** Who may enter; see {@link OpenIdAdmission}. */
  allow: OpenIdAdmission;
  /** What the button says, 1 to 40 characters. Default: the host of the issuer. */
  name?: string;
  /** Scopes that are asked for, with `openid` among them. Default: `openid profile`, and `email` when `allow.emails` is given. `profile` is for the display name in the audit log. */
  scope?: string;
  /** Whether the admin's password still opens the dashboard. Default: true. */
  passwordSignIn?: boolean;
}
