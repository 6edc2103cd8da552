"use client";

import { useEffect, useState } from "react";
import { interactionRequired, signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { decodeClaims } from "../core/workspace-token.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { requireJwt } from "./shared/require-jwt.ts";
import { requireMembers } from "./shared/require-members.ts";
import { useLatest } from "./shared/use-latest.ts";
import { useWaitForState } from "./shared/use-wait-for-state.ts";

/** The part of the result of `useLogto()` in `@logto/react` that {@link useLogtoTokenSource} uses. */
export interface LogtoAuth {
  readonly isAuthenticated: boolean;
  readonly isLoading: boolean;
  readonly error?: Error;
  getAccessToken(resource?: string, organizationId?: string): Promise<string | undefined>;
  getIdTokenClaims(): Promise<{ readonly sub: string } | undefined>;
  clearAccessToken(): Promise<unknown>;
}

/** Options of {@link useLogtoTokenSource}. */
export interface LogtoTokenSourceOptions {
  /**
   * The indicator of an API resource (RFC 8707). The cloud then exchanges this resource's access token. List the
   * resource in `resources` of Logto's config. Without a resource or organization, Logto's access token is opaque.
   * Default: none.
   */
  resource?: string;
  /**
   * The organization of the access token. Add `UserScope.Organizations` to `scopes` in Logto's config. Default: none.
   */
  organizationId?: string;
}

/**
 * Returns a token source for Logto. The cloud exchanges the access token of an API resource or organization for a
 * workspace token under an auth rule.
 *
 * When the user, organization or resource changes, the engine drops the old workspace token before it fetches another.
 * When Logto refuses the refresh token, the engine signs the user out. `consent_required` and similar errors become
 * `interaction_required`. The engine retries after all other errors of the SDK. It does not retry after
 * `configuration`. Each call of Logto's SDK briefly sets `isLoading`. Your app sees this change, but the token source
 * ignores it.
 *
 * @param logto the result of `useLogto()`
 * @param options the API resource and the organization
 * @throws `configuration` during rendering if an argument is invalid. `getToken` rejects with `configuration` for an
 *   opaque access token, and when Logto refuses the resource
 * @see https://docs.logto.io/quick-starts/react
 */
export function useLogtoTokenSource(logto: LogtoAuth, options: LogtoTokenSourceOptions = {}): TokenSource {
  const { resource, organizationId } = options;
  requireMembers(logto, ["getAccessToken", "getIdTokenClaims"], "useLogtoTokenSource", forDeveloper("useLogto()"));
  const { isAuthenticated } = logto;
  const [user, setUser] = useState<string | null>();
  const latest = useLatest(logto);
  useEffect(() => {
    if (isAuthenticated) void latest.current.getIdTokenClaims().then((claims) => setUser(claims?.sub ?? null));
  }, [isAuthenticated, latest]);
  const waitFor = useWaitForState(logto);

  return useProviderTokenSource({
    isLoading: isAuthenticated ? user === undefined : logto.isLoading,
    identity: isAuthenticated && user ? [user, organizationId, resource] : null,
    isOwn: ({ sub }) => sub === user,
    async getToken({ forceRefresh, signal }) {
      if (forceRefresh) await logto.clearAccessToken();
      const token = await logto.getAccessToken(resource, organizationId);
      // The SDK does not reject with its errors, but returns them at the next render, so wait for that render.
      if (token === undefined) throw explain((await waitFor((next) => next.error !== logto.error, signal)).error);
      requireJwt(token, forDeveloper("Logto's access token"), forDeveloper("Pass an API `resource`."));
      // The SDK does not report a sign-in of another user in another tab, so read the user from the token.
      setUser(decodeClaims(token, forDeveloper("Logto"))["sub"] as string);
      return token;
    },
  });
}

function explain(error: Error | undefined): unknown {
  const { code } = { code: "", ...error };
  if (/not_authenticated|invalid_grant/.test(code)) return signedOut(error);
  if (/_required$/.test(code)) return interactionRequired(code, "signIn()", error);
  if (code !== "oidc.invalid_target") return error;
  return new AssistantCloudAuthError("configuration", forDeveloper("Logto refused the resource."), {
    cause: error,
    remedy: forDeveloper("Register it in Logto, and list it in LogtoProvider's `resources`."),
  });
}
