/**
 * The users of your team's OpenID provider who may sign in to the dashboard. If no field is set, `createAuthority`
 * throws `invalid_setting`, because otherwise every user of the provider would be an admin. If `subjects` or `emails`
 * is set, a user must be in one of these lists. If `claim` is set, a user must also have that claim.
 */
export interface OpenIdAdmission {
  /**
   * The `sub` values of users, up to 256, compared exactly. `sub` is the safest field to identify users, because a
   * provider never assigns the same `sub` to two users.
   */
  subjects?: readonly string[];
  /**
   * The email addresses of users, up to 256. The case of ASCII letters is ignored. An address matches only if the
   * provider sends `email_verified: true`, as a boolean.
   */
  emails?: readonly string[];
  /**
   * A claim that every user must have, such as a group. The claim must be `value`, or a list that contains `value`.
   * Numbers and booleans are compared as text.
   */
  claim?: {
    /** Identifies the claim by its name, by a dotted path or by a JSON pointer (RFC 6901). */
    name: string;
    value: string;
  };
}

/** Dashboard sign-in through your team's OpenID provider: the option `adminOpenId` of `createAuthority`. */
export interface OpenIdSignInOptions {
  /**
   * The provider's issuer, exactly as in its discovery document. It must be an `https://` URL. With
   * `allowInsecureJwks`, an `http://` URL on a loopback address is allowed too.
   */
  issuer: string;
  /**
   * The client id of the dashboard at the provider. Register `<URL of the authority>/admin/oidc/callback` as the
   * redirect URI.
   */
  clientId: string;
  /** The client secret. Default: none. Without a secret, the client is public, and only PKCE protects the sign-in. */
  clientSecret?: string;
  /** The users who may sign in; see {@link OpenIdAdmission}. */
  allow: OpenIdAdmission;
  /** The provider's name on the sign-in button, 1 to 40 characters. Default: the host of the issuer. */
  name?: string;
  /**
   * The scopes to request, including `openid`. Default: `openid profile`, plus `email` if `allow.emails` is set.
   * `profile` provides the display name for the audit log.
   */
  scope?: string;
  /** Whether admins can still sign in with a password. Default: true. */
  passwordSignIn?: boolean;
}
