"use client";

import { useEffect, useRef, useState } from "react";
import { AssistantCloudAuthError } from "../core/errors.ts";
import type { TokenSource } from "../core/token-source.ts";
import { decodeClaims } from "../core/workspace-token.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { requireJwt } from "./shared/require-jwt.ts";
import { requireMembers } from "./shared/require-members.ts";
import { requireOwner } from "./shared/require-owner.ts";

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
 * The token is one of user, organization and resource. A refresh token that Logto refuses has signed the user out.
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
  // The SDK keeps its errors to itself, and shows them at the next render.
  const waiters = useRef<((error: Error | undefined) => void)[]>([]);
  useEffect(() => {
    for (const tell of waiters.current.splice(0)) tell(logto.error);
  });

  return useProviderTokenSource({
    isLoading: isAuthenticated ? user === undefined : logto.isLoading,
    identity: isAuthenticated && user ? [user, organizationId, resource] : null,
    async getToken({ forceRefresh, signal }) {
      if (forceRefresh) await logto.clearAccessToken();
      const token = await logto.getAccessToken(resource, organizationId);
      if (token === undefined) return explain(await new Promise((tell) => waiters.current.push(tell)));
      requireJwt(token, "Logto's access token", "Pass an API `resource`.");
      const { sub } = decodeClaims(token, "Logto");
      // Another tab may have signed in another user, whom the SDK does not report.
      setUser(sub as string);
      await requireOwner(sub, user, signal);
      return token;
    },
  });
}

function explain(error: Error | undefined): null {
  const { code } = { code: "", ...error };
  if (/not_authenticated|invalid_grant/.test(code)) return null;
  if (code !== "oidc.invalid_target") throw error;
  throw new AssistantCloudAuthError("configuration", "Logto refused the resource.", {
    cause: error,
    remedy: "Register it, also in LogtoProvider's `resources`.",
  });
}
