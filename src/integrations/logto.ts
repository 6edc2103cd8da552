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

/** The part of `useLogto()` of `@logto/react` that is used. */
export interface LogtoAuth {
  readonly isAuthenticated: boolean;
  readonly isLoading: boolean;
  readonly error?: Error;
  getAccessToken(resource?: string, organizationId?: string): Promise<string | undefined>;
  getIdTokenClaims(): Promise<{ readonly sub: string } | undefined>;
  clearAccessToken(): Promise<unknown>;
}

/** What {@link useLogtoTokenSource} takes besides. */
export interface LogtoTokenSourceOptions {
  /**
   * The indicator of the API resource whose access token is sent. It must stand in `resources` of Logto's own config.
   * Default: none; Logto's access token is then opaque, unless `organizationId` is given.
   */
  resource?: string;
  /**
   * The organization that the access token is for; `UserScope.Organizations` must stand in `scopes` of Logto's own
   * config. Default: none.
   */
  organizationId?: string;
}

/**
 * A token source for Logto: the access token of an API resource or organization, exchanged under an auth rule.
 *
 * The token is one of user, organization and resource. A refresh token that Logto refuses signs the user out,
 * `consent_required` and the like are `interaction_required`, every other failure is retried.
 * Each call of Logto's SDK sets its `isLoading` for a moment; the source does not wait for that, the app may see it.
 *
 * @param logto the result of `useLogto()`
 * @throws `configuration` while rendering, when `logto` is something else; `getToken` rejects with it when the access
 *   token is opaque, and when Logto refuses the resource
 * @see https://docs.logto.io/quick-starts/react
 */
export function useLogtoTokenSource(logto: LogtoAuth, options: LogtoTokenSourceOptions = {}): TokenSource {
  const { resource, organizationId } = options;
  requireMembers(logto, ["getAccessToken", "getIdTokenClaims"], "useLogtoTokenSource", "useLogto()");
  const { isAuthenticated, getIdTokenClaims } = logto;
  const [user, setUser] = useState<string | null>();
  useEffect(() => {
    if (isAuthenticated) void getIdTokenClaims().then((claims) => setUser(claims?.sub ?? null));
  }, [isAuthenticated, getIdTokenClaims]);
  const until = useLatest(logto);

  return useProviderTokenSource({
    isLoading: isAuthenticated ? user === undefined : logto.isLoading,
    identity: isAuthenticated && user ? [user, organizationId, resource] : null,
    isOwn: ({ sub }) => sub === user,
    async getToken({ forceRefresh, signal }) {
      if (forceRefresh) await logto.clearAccessToken();
      const token = await logto.getAccessToken(resource, organizationId);
      // The SDK keeps its errors to itself, and shows them at the next render.
      if (token === undefined) throw explain((await until((next) => next.error !== logto.error, signal)).error);
      requireJwt(token, "Logto's access token", forDeveloper("Pass an API `resource`."));
      // Another tab may have signed in another user, whom the SDK does not report.
      setUser(decodeClaims(token, "Logto")["sub"] as string);
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
    remedy: forDeveloper("Register it, also in LogtoProvider's `resources`."),
  });
}
