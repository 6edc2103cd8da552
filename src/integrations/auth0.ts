"use client";

import type { TokenSource } from "../core/token-source.ts";
import { decodeClaims } from "../core/workspace-token.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { expiresWithin } from "./shared/expires-within.ts";
import { requireJwt } from "./shared/require-jwt.ts";
import { requireMembers } from "./shared/require-members.ts";

/** The part of Auth0's `useAuth0()` that is used. */
export interface Auth0Auth {
  readonly isLoading: boolean;
  readonly user?: { readonly sub?: string | undefined; readonly org_id?: string | undefined } | undefined;
  getAccessTokenSilently(options: {
    cacheMode: "on" | "off";
    detailedResponse: true;
    authorizationParams: { audience?: string };
  }): Promise<{ readonly access_token: string; readonly id_token: string } | undefined>;
  getConfiguration?(): unknown;
}

/** What {@link useAuth0TokenSource} takes besides. */
export interface Auth0TokenSourceOptions {
  /** Which of the user's tokens is exchanged. Default: `access`. */
  token?: "access" | "id";
  /** The API's identifier, where it is another one than `Auth0Provider` has. Default: that of `Auth0Provider`. */
  audience?: string;
}

/**
 * A token source for Auth0: the access token for an API of yours, or the ID token, exchanged under an auth rule.
 *
 * The token is one of user and organization; a switch of either drops the workspace token before. `login_required`, and
 * `invalid_grant` for a refresh token that has expired, sign the user out. `mfa_required`, `consent_required` and a
 * missing refresh token are `interaction_required`. Every other failure is retried.
 *
 * @param auth0 the result of Auth0's own `useAuth0()`
 * @throws `configuration` at once for another object, and Auth0's own error outside of `Auth0Provider`; `getToken`
 *   rejects with `configuration` for an access token that is opaque or encrypted: no audience was asked for
 * @see https://auth0.com/docs/secure/tokens/access-tokens
 */
export function useAuth0TokenSource(auth0: Auth0Auth, options: Auth0TokenSourceOptions = {}): TokenSource {
  requireMembers(auth0, ["getAccessTokenSilently"], "useAuth0TokenSource", "useAuth0()");
  const { isLoading, user } = auth0;
  const { token: kind = "access", audience } = options;
  // Outside of Auth0Provider the SDK is loading for ever; this call lets it say so.
  if (isLoading) auth0.getConfiguration?.();

  async function ask(cacheMode: "on" | "off"): Promise<string | null> {
    const tokens = await auth0.getAccessTokenSilently({
      cacheMode,
      detailedResponse: true,
      // Present but undefined, it would take the place of the provider's.
      authorizationParams: audience ? { audience } : {},
    });
    return requireJwt(
      tokens?.[`${kind}_token`] ?? null,
      "Auth0's access token",
      'Give Auth0Provider an audience, or send the ID token: { token: "id" }.',
    );
  }

  return useProviderTokenSource({
    isLoading,
    identity: user ? [user.sub, user.org_id, kind, audience] : null,
    // The SDK keeps the object for as long as the ID token is the same.
    session: user,
    open: "loginWithPopup() or loginWithRedirect()",
    isOwn: ({ sub }) => sub === user?.sub,
    async getToken({ forceRefresh }) {
      const token = await ask(forceRefresh ? "off" : "on");
      // Auth0's SDK renews access tokens ahead of expiry, but not ID tokens.
      return token && expiresWithin(decodeClaims(token, "Auth0")["exp"]) ? ask("off") : token;
    },
  });
}
