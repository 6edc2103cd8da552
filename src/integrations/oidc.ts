"use client";

import { AssistantCloudAuthError } from "../core/errors.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { expiresWithin } from "./shared/expires-within.ts";
import { requireMembers } from "./shared/require-members.ts";

/** The part of a signed-in user of `oidc-client-ts` that is used. */
export interface OidcUser {
  readonly id_token?: string | undefined;
  readonly profile: { readonly sub: string; readonly exp: number };
}

/** The part of `useAuth()` of `react-oidc-context` that is used. */
export interface OidcAuth<User extends OidcUser = OidcUser> {
  readonly isLoading: boolean;
  readonly user?: User | null | undefined;
  signinSilent(): Promise<User | null>;
}

/** What {@link useOidcTokenSource} takes besides. */
export interface OidcTokenSourceOptions<User extends OidcUser> {
  /** Reads the organization from the user, so that a switch drops the old token. Default: none. */
  organization?: (user: User) => string | null;
}

/**
 * A token source for any OpenID provider, through `react-oidc-context`: the ID token, exchanged under an auth rule.
 *
 * An ID token that is about to expire, or that the cloud refused as expired, is renewed by `signinSilent()`; a
 * provider that answers `login_required` has signed the user out.
 *
 * @param auth the result of `useAuth()`
 * @throws `configuration` when `auth` is something else; `getToken` rejects with it when the user has no ID token (the
 *   `openid` scope is missing)
 */
export function useOidcTokenSource<User extends OidcUser>(
  auth: OidcAuth<User>,
  options: OidcTokenSourceOptions<User> = {},
): TokenSource {
  requireMembers(auth, ["isLoading", "signinSilent"], "useOidcTokenSource", "the result of useAuth()");
  const { user } = auth;
  return useProviderTokenSource({
    isLoading: auth.isLoading && !user,
    identity: user ? [user.profile.sub, options.organization?.(user)] : null,
    async getToken({ forceRefresh }) {
      if (user && !forceRefresh && !expiresWithin(user.profile.exp)) return idTokenOf(user);
      try {
        const renewed = await auth.signinSilent();
        return renewed === null ? null : idTokenOf(renewed);
      } catch (error) {
        if (isLoginRequired(error)) return null;
        throw error;
      }
    },
  });
}

function idTokenOf(user: OidcUser): string {
  if (user.id_token !== undefined) return user.id_token;
  throw new AssistantCloudAuthError("configuration", "The OpenID provider gave no ID token.", {
    remedy: 'Ask for the scope "openid".',
  });
}

function isLoginRequired(error: unknown): boolean {
  return error instanceof Error && "error" in error && error.error === "login_required";
}
