"use client";

import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { expiresWithin } from "./shared/expires-within.ts";
import { requireMembers } from "./shared/require-members.ts";
import { useLatest } from "./shared/use-latest.ts";

/** The part of a signed-in user of `oidc-client-ts` that is used. */
export interface OidcUser {
  readonly id_token?: string | undefined;
  /** Seconds until the access token expires. */
  readonly expires_in?: number | undefined;
  readonly profile: { readonly sub: string; readonly exp: number };
}

/** The part of `useAuth()` of `react-oidc-context` that is used. */
export interface OidcAuth<User extends OidcUser = OidcUser> {
  readonly isLoading: boolean;
  readonly user?: User | null | undefined;
  readonly error?: { readonly source: string; readonly innerError?: unknown } | undefined;
  readonly settings?: {
    readonly automaticSilentRenew?: boolean | undefined;
    readonly accessTokenExpiringNotificationTimeInSeconds?: number | undefined;
  };
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
 * An ID token that is about to expire, or that the cloud refused as expired, is renewed: by the SDK where its
 * `automaticSilentRenew` is about to, else by `signinSilent()`. `login_required` and `invalid_grant` sign the user out,
 * `consent_required` and the like are `interaction_required`; any other failure is retried.
 *
 * @param auth the result of `useAuth()`
 * @throws `configuration` when `auth` is something else; `getToken` rejects with it when the user has no ID token (the
 *   `openid` scope is missing), or when the provider returns none with a renewal
 */
export function useOidcTokenSource<User extends OidcUser>(
  auth: OidcAuth<User>,
  options: OidcTokenSourceOptions<User> = {},
): TokenSource {
  requireMembers(auth, ["isLoading", "signinSilent"], "useOidcTokenSource", "the result of useAuth()");
  const { user, error } = auth;
  const until = useLatest(auth);

  async function renew(signal: AbortSignal): Promise<User> {
    // Both would send the same refresh token, for which a provider may end the session.
    const renewed = renewsItself(auth) ? null : await auth.signinSilent();
    if (renewed) return renewed;
    // The SDK never rejects: the new user, or the error, shows at the next render.
    const next = await until((now) => now.user !== user || now.error !== error, signal);
    if (next.user && next.user !== user) return next.user;
    throw next.error?.innerError;
  }

  return useProviderTokenSource({
    isLoading: auth.isLoading && !user,
    identity: user ? [user.profile.sub, options.organization?.(user)] : null,
    session: user?.id_token,
    open: forDeveloper("signinPopup() or signinRedirect()"),
    isOwn: ({ sub }) => sub === user?.profile.sub,
    async getToken({ signal, forceRefresh }) {
      if (user && !forceRefresh && !expiresWithin(user.profile.exp)) return idTokenOf(user);
      const renewed = await renew(signal);
      const token = idTokenOf(renewed);
      if (token !== user?.id_token || !expiresWithin(renewed.profile.exp)) return token;
      throw noIdToken(forDeveloper("Let each refresh return one, or leave out the scope offline_access."));
    },
  });
}

/** Whether `automaticSilentRenew` has begun to renew the access token, or is about to. It tries once. */
function renewsItself({ user, settings, error }: OidcAuth): boolean {
  const left = Number(settings?.automaticSilentRenew && error?.source !== "renewSilent" && user?.expires_in);
  return left > 0 && left <= Number(settings?.accessTokenExpiringNotificationTimeInSeconds);
}

function idTokenOf(user: OidcUser): string {
  if (user.id_token !== undefined) return user.id_token;
  throw noIdToken(forDeveloper('Ask for the scope "openid".'));
}

function noIdToken(remedy: string | undefined): AssistantCloudAuthError {
  return new AssistantCloudAuthError("configuration", forDeveloper("The OpenID provider gave no ID token."), {
    remedy,
  });
}
