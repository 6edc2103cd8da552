/**
 * Which users of your team's provider may sign in. Set at least one field; otherwise every user of the provider would
 * be an admin. A user must be in one of the lists, if there are any, and must have the claim, if there is one.
 */
export interface OpenIdAdmission {
  /** `sub` values, compared exactly; up to 256. The safest choice: no provider assigns a `sub` twice. */
  subjects?: readonly string[];
  /**
   * Email addresses, up to 256, without regard to the case of ASCII letters. An address matches only if the provider
   * sends `email_verified: true`, as a boolean.
   */
  emails?: readonly string[];
  /** A claim that every user must have, such as a group: a string equal to `value`, or a list that contains it. */
  claim?: {
    /** The claim's name, a dotted path or a JSON pointer (RFC 6901). */
    name: string;
    value: string;
  };
}

/** Sign-in to the dashboard with your team's OpenID provider: `adminOpenId` of `createAuthority`. */
export interface OpenIdSignInOptions {
  /**
   * The provider's issuer, exactly as in its discovery document; `https://`, or `http://` on this machine with
   * `allowInsecureJwks`.
   */
  issuer: string;
  /** The client id of the dashboard at the provider. Register `<authority>/admin/oidc/callback` as its redirect URI. */
  clientId: string;
  /** The client secret. Default: none, for a public client, which only PKCE protects. */
  clientSecret?: string;
  /** Which users may sign in; see {@link OpenIdAdmission}. */
  allow: OpenIdAdmission;
  /** The provider's name on the button, 1 to 40 characters. Default: the host of the issuer. */
  name?: string;
  /**
   * The scopes to request, including `openid`. Default: `openid profile`, plus `email` if `allow.emails` is set.
   * `profile` provides the display name for the audit log.
   */
  scope?: string;
  /** Whether admins can still sign in with a password. Default: true. */
  passwordSignIn?: boolean;
}
