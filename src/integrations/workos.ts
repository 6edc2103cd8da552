"use client";

import { signedOut } from "../client/sources/refusal.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { requireMembers } from "./shared/require-members.ts";

/** The part of `useAuth()` of `@workos-inc/authkit-react` that is used. */
export interface WorkOSAuth {
  readonly isLoading: boolean;
  readonly user: { readonly id: string } | null;
  readonly organizationId: string | null;
  getUser(): { readonly id: string } | null;
  getAccessToken(options?: { forceRefresh?: boolean }): Promise<string>;
}

/**
 * A token source for WorkOS AuthKit: its access token, exchanged under an auth rule.
 *
 * AuthKit has no ID token, and its access token has no audience: the client id in the rule's issuer and JWKS
 * endpoint binds it to the app. The token is one of user and organization; `switchToOrganization()` drops the
 * workspace token before. A session that WorkOS refuses to renew is signed out; outages, 429 among them, are retried.
 *
 * @param auth the result of AuthKit's own `useAuth()`
 * @throws `configuration` while rendering, when `auth` is something else
 * @see https://workos.com/docs/user-management/sessions
 */
export function useWorkOSTokenSource(auth: WorkOSAuth): TokenSource {
  const { isLoading, user } = auth;
  requireMembers(
    auth,
    ["user", "getUser", "getAccessToken"],
    "useWorkOSTokenSource",
    "the result of AuthKit's useAuth()",
  );
  return useProviderTokenSource({
    isLoading,
    identity: user && [user.id, auth.organizationId],
    // The session cookie is every tab's.
    isOwn: ({ sub }) => sub === user?.id,
    async getToken({ forceRefresh }) {
      try {
        return await auth.getAccessToken({ forceRefresh });
      } catch (error) {
        // AuthKit forgets the user when a session is over, and keeps it when a renewal failed for another reason.
        throw auth.getUser() === null ? signedOut(error) : error;
      }
    },
  });
}
