"use client";

import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { decodeClaims } from "../core/workspace-token.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { expiresWithin } from "./shared/expires-within.ts";
import { requireJwt } from "./shared/require-jwt.ts";
import { requireMembers } from "./shared/require-members.ts";

/** The part of the result of Auth0's `useAuth0()` that {@link useAuth0TokenSource} uses. */
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

/** Options of {@link useAuth0TokenSource}. */
export interface Auth0TokenSourceOptions {
  /** Which of the user's tokens to exchange. Default: `access`. */
  token?: "access" | "id";
  /**
   * The API's identifier, if it differs from the audience of `Auth0Provider`. Default: the audience of `Auth0Provider`.
   */
  audience?: string;
}

/**
 * Returns a token source for Auth0. The cloud exchanges your API's access token, or the ID token, for a workspace token
 * under an auth rule.
 *
 * When the user or organization changes, the engine drops the old workspace token before it fetches a new token.
 * `login_required`, and `invalid_grant` for an expired refresh token, sign the user out. `mfa_required`,
 * `consent_required` and a missing refresh token become `interaction_required`. The engine retries after all other
 * errors of Auth0's SDK.
 *
 * @param auth0 the result of Auth0's `useAuth0()`
 * @param options which token to exchange, and the API's audience
 * @throws `configuration` during rendering if an argument is invalid. Outside `Auth0Provider`, the hook throws the
 *   error of Auth0's SDK. `getToken` rejects with `configuration` for an opaque or encrypted access token. Auth0 issues
 *   such a token when the request has no audience
 * @see https://auth0.com/docs/secure/tokens/access-tokens
 */
export function useAuth0TokenSource(auth0: Auth0Auth, options: Auth0TokenSourceOptions = {}): TokenSource {
  requireMembers(auth0, ["getAccessTokenSilently"], "useAuth0TokenSource", forDeveloper("useAuth0()"));
  const { isLoading, user } = auth0;
  const { token: kind = "access", audience } = options;
  // Outside Auth0Provider, the SDK reports "loading" forever. This call throws the SDK's error in that case.
  if (isLoading) auth0.getConfiguration?.();

  async function requestToken(cacheMode: "on" | "off"): Promise<string | null> {
    const tokens = await auth0.getAccessTokenSilently({
      cacheMode,
      detailedResponse: true,
      // An `audience` of undefined would override the audience of `Auth0Provider`, so leave it out.
      authorizationParams: audience ? { audience } : {},
    });
    return requireJwt(
      tokens?.[`${kind}_token`] ?? null,
      forDeveloper("Auth0's access token"),
      forDeveloper('Set an audience on Auth0Provider, or send the ID token: { token: "id" }.'),
    );
  }

  return useProviderTokenSource({
    // While a popup is open, the SDK reports that it is loading, but keeps the user.
    isLoading: isLoading && !user,
    identity: user ? [user.sub, user.org_id, kind, audience] : null,
    // The SDK creates a new user object only for a new ID token, so the object identifies the session.
    session: user,
    open: "loginWithPopup() or loginWithRedirect()",
    isOwn: ({ sub }) => sub === user?.sub,
    async getToken({ forceRefresh }) {
      const token = await requestToken(forceRefresh ? "off" : "on");
      // Auth0's SDK renews access tokens before they expire, but not ID tokens, so renew an expiring token here.
      return token && expiresWithin(decodeClaims(token, forDeveloper("Auth0"))["exp"]) ? requestToken("off") : token;
    },
  });
}
