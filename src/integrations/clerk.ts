"use client";

import type { TokenSource } from "../core/token-source.ts";
import { useProviderSource } from "./shared/use-provider-source.ts";

/** The part of Clerk's `useAuth()` that is used; every flavour of Clerk's React SDKs has it. */
export interface ClerkAuth {
  readonly isLoaded: boolean;
  readonly isSignedIn?: boolean | undefined;
  readonly userId?: string | null | undefined;
  readonly orgId?: string | null | undefined;
  getToken(options?: { template?: string; skipCache?: boolean }): Promise<string | null>;
}

/** What {@link useClerkTokenSource} takes besides. */
export interface ClerkTokenSourceOptions {
  /** The name of the JWT template in Clerk's dashboard. Default: `assistant-ui`. */
  template?: string;
}

/**
 * A token source for Clerk: the token of a JWT template, exchanged under an auth rule.
 *
 * The token is one of user and organisation; a switch of either drops the workspace token before. A plain
 * session token is not used: it has no audience and lives one minute.
 *
 * @param auth the result of Clerk's own `useAuth()`
 * @see https://clerk.com/docs/backend-requests/jwt-templates
 */
export function useClerkTokenSource(auth: ClerkAuth, options: ClerkTokenSourceOptions = {}): TokenSource {
  const { template = "assistant-ui" } = options;
  return useProviderSource({
    isLoading: !auth.isLoaded,
    identity: auth.isSignedIn ? [auth.userId, auth.orgId, template] : null,
    getToken: ({ forceRefresh }) => auth.getToken({ template, skipCache: forceRefresh }),
  });
}
