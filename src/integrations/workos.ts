"use client";

import { signedOut } from "../client/sources/refusal.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { requireMembers } from "./shared/require-members.ts";

/** The part of the result of AuthKit's `useAuth()` that {@link useWorkOSTokenSource} uses. */
export interface WorkOSAuth {
  readonly isLoading: boolean;
  readonly user: { readonly id: string } | null;
  readonly organizationId: string | null;
  getUser(): { readonly id: string } | null;
  getAccessToken(options?: { forceRefresh?: boolean }): Promise<string>;
}

/**
 * Returns a token source for WorkOS AuthKit. The cloud exchanges the access token for a workspace token under an auth
 * rule.
 *
 * AuthKit has no ID token, and its access token has no audience. The auth rule's JWKS URL contains your client id, so
 * the rule accepts only your app's tokens. When another user signs in, or `switchToOrganization()` changes the
 * organization, the engine drops the old workspace token before it fetches another. When a response refuses to renew
 * the session, AuthKit drops the user, and the engine signs the user out. The engine retries after other failures, such
 * as an outage or a 429.
 *
 * @param auth the result of AuthKit's `useAuth()`
 * @throws `configuration` during rendering if the argument is invalid
 * @see https://workos.com/docs/user-management/sessions
 */
export function useWorkOSTokenSource(auth: WorkOSAuth): TokenSource {
  requireMembers(
    auth,
    ["user", "getUser", "getAccessToken"],
    "useWorkOSTokenSource",
    forDeveloper("the result of AuthKit's useAuth()"),
  );
  const { isLoading, user } = auth;
  return useProviderTokenSource({
    isLoading,
    identity: user && [user.id, auth.organizationId],
    // Tabs share the session cookie, so the token may be another user's.
    isOwn: ({ sub }) => sub === user?.id,
    async getToken({ forceRefresh }) {
      try {
        return await auth.getAccessToken({ forceRefresh });
      } catch (error) {
        // AuthKit drops the user when the session has ended, but not after other failures of a renewal.
        throw auth.getUser() === null ? signedOut(error) : error;
      }
    },
  });
}
