"use client";

import { useEffect } from "react";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { expiresWithin } from "./shared/expires-within.ts";
import { requireMembers } from "./shared/require-members.ts";
import { UNKNOWN_USER } from "./shared/unknown-user.ts";
import { useWaitForState } from "./shared/use-wait-for-state.ts";

/** The part of `User` of `oidc-client-ts` that {@link useOidcTokenSource} uses. */
export interface OidcUser {
  readonly id_token?: string | undefined;
  /** Seconds until the access token expires. */
  readonly expires_in?: number | undefined;
  readonly profile: { readonly sub: string; readonly exp: number };
}

/** The part of the result of `useAuth()` in `react-oidc-context` that {@link useOidcTokenSource} uses. */
export interface OidcAuth<User extends OidcUser = OidcUser> {
  readonly isLoading: boolean;
  /** The name of the SDK's function that is running, such as `signinSilent`. */
  readonly activeNavigator?: string | undefined;
  readonly user?: User | null | undefined;
  readonly error?: { readonly source: string; readonly innerError?: unknown } | undefined;
  readonly settings?: {
    readonly automaticSilentRenew?: boolean | undefined;
    readonly accessTokenExpiringNotificationTimeInSeconds?: number | undefined;
  };
  signinSilent(): Promise<User | null>;
}

/** Options of {@link useOidcTokenSource}. */
export interface OidcTokenSourceOptions<User extends OidcUser> {
  /**
   * Returns the user's organization. When the organization changes, the engine drops the workspace token. Default:
   * none.
   */
  organization?: (user: User) => string | null;
}

/**
 * Returns a token source for any OpenID provider with `react-oidc-context`. The cloud exchanges the ID token for a
 * workspace token under an auth rule.
 *
 * The source renews the ID token when the ID token expires soon, or when the engine forces a refresh, for example
 * because the cloud refused the ID token. If the SDK's `automaticSilentRenew` is renewing the tokens, or is about to
 * renew them, the source waits for the result. The source also waits for the app's own call of `signinSilent()`.
 * Otherwise the source calls `signinSilent()`. All token sources with the same `auth` share this call. `login_required`
 * and `invalid_grant` sign the user out. `consent_required` and similar errors become `interaction_required`. The
 * engine retries after all other errors.
 *
 * @param auth the result of `useAuth()`
 * @param options how to find the organization
 * @throws `configuration` during rendering if an argument is invalid. `getToken` rejects with `configuration` in two
 *   cases: the user has no ID token (the scope `openid` is missing), or the ID token expires soon and its renewal
 *   returns no new ID token
 */
export function useOidcTokenSource<User extends OidcUser>(
  auth: OidcAuth<User>,
  options: OidcTokenSourceOptions<User> = {},
): TokenSource {
  requireMembers(auth, ["isLoading", "signinSilent"], "useOidcTokenSource", forDeveloper("the result of useAuth()"));
  const { user, error } = auth;
  const waitFor = useWaitForState(auth);
  useEffect(() => {
    if (user && (error?.source === "renewSilent" || !((user.expires_in as number) > 0))) hasNoTimer.add(user);
  }, [user, error]);

  async function renew(signal: AbortSignal): Promise<User> {
    // Two renewals would send the same refresh token, and a provider may then end the session.
    const { signinSilent } = auth;
    const call = pendingCalls.get(signinSilent) ?? (isRenewing(auth) ? null : auth.signinSilent());
    if (call) pendingCalls.set(signinSilent, call);
    const renewed = await call?.finally(() => pendingCalls.delete(signinSilent));
    if (renewed) return renewed as User;
    // The SDK never rejects, but returns the new user or the error at the next render.
    const next = await waitFor(
      (now) => now.user !== user || now.error !== error || (!!auth.activeNavigator && !now.activeNavigator),
      signal,
    ).catch((reason) => {
      if (user && reason.code === "source_timeout") hasNoTimer.add(user);
      throw reason;
    });
    if (next.user && next.user !== user) return next.user;
    throw next.error?.innerError;
  }

  return useProviderTokenSource({
    isLoading: auth.isLoading && !user,
    // Without the scope `openid`, the profile has no `sub`. The call of `getToken` then explains the missing ID token.
    identity: user ? [user.profile.sub ?? UNKNOWN_USER, options.organization?.(user)] : null,
    session: user?.id_token,
    open: forDeveloper("signinPopup() or signinRedirect()"),
    isOwn: ({ sub }) => sub === user?.profile.sub,
    async getToken({ signal, forceRefresh }) {
      if (user && !forceRefresh && !expiresWithin(user.profile.exp)) return idTokenOf(user);
      const renewed = await renew(signal);
      const token = idTokenOf(renewed);
      if (token !== user?.id_token || !expiresWithin(renewed.profile.exp)) return token;
      throw noIdToken(
        forDeveloper("Set the provider to return one with each refresh, or leave out the scope offline_access."),
      );
    },
  });
}

/** The pending call of each `signinSilent()`. All token sources of an app share the call. */
const pendingCalls = new WeakMap<OidcAuth["signinSilent"], Promise<OidcUser | null>>();

/**
 * The users whose session the SDK's `automaticSilentRenew` does not renew. The SDK sets its timer only for a user whose
 * access token is valid. After a failed renewal, the SDK does not try again.
 */
const hasNoTimer = new WeakSet<OidcUser>();

/**
 * Returns whether the app has called `signinSilent()`, or the SDK's `automaticSilentRenew` is renewing the session or is
 * about to renew it. After a sleep, the SDK's timer fires although the access token has expired.
 */
function isRenewing({ activeNavigator, user, settings }: OidcAuth): unknown {
  return (
    activeNavigator === "signinSilent" ||
    (settings?.automaticSilentRenew &&
      user &&
      !hasNoTimer.has(user) &&
      (user.expires_in as number) <= (settings.accessTokenExpiringNotificationTimeInSeconds as number))
  );
}

function idTokenOf(user: OidcUser): string {
  if (user.id_token !== undefined) return user.id_token;
  throw noIdToken(forDeveloper('Request the scope "openid".'));
}

function noIdToken(remedy: string | undefined): AssistantCloudAuthError {
  return new AssistantCloudAuthError("configuration", forDeveloper("The OpenID provider returned no ID token."), {
    remedy,
  });
}
