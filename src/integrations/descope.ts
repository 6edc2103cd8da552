"use client";

import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { expiresWithin } from "./shared/expires-within.ts";
import { readClaims } from "./shared/read-claims.ts";
import { requireMembers } from "./shared/require-members.ts";

/** The part of the result of Descope's `useSession()` that is used. */
export interface DescopeSession {
  readonly isSessionLoading: boolean;
  readonly isAuthenticated: boolean;
  readonly sessionToken?: string | null | undefined;
}

/** The part of the result of Descope's `useDescope()` that is used. */
export interface DescopeSdk {
  refresh(): Promise<{
    readonly ok: boolean;
    readonly code?: number;
    readonly error?: { readonly errorCode: string };
    readonly data?: { readonly sessionJwt?: string };
  }>;
  getSessionToken?(): string;
}

const HOOK = "useDescopeTokenSource";
/** Shorter than the SDK's own, which renews 20 seconds ahead: two renewals at once would use one refresh token twice. */
const SPARE_SECONDS = 10;

/**
 * A token source for Descope: the session token, exchanged under an auth rule.
 *
 * The token is one of user and current tenant (`dct`); a switch of either drops the workspace token before. A
 * session that Descope does not renew any more is a sign-out. The SDK also drops its session when a refresh is answered
 * 429, which signs the user out; other outages are retried.
 *
 * @param session the result of Descope's own `useSession()`
 * @param sdk the result of Descope's own `useDescope()`
 * @throws `configuration` while rendering, when either is not Descope's; `getToken` rejects with it when the project
 * keeps the session token in an HttpOnly cookie, and with Descope's own error when it refuses for another reason
 * @see https://docs.descope.com/client-sdk/react
 */
export function useDescopeTokenSource(session: DescopeSession, sdk: DescopeSdk): TokenSource {
  requireMembers(session, ["isSessionLoading", "isAuthenticated"], HOOK, "the result of useSession() first");
  requireMembers(sdk, ["refresh"], HOOK, "the result of useDescope() second");
  const { isSessionLoading, isAuthenticated, sessionToken } = session;
  const claims = sessionToken ? readClaims(sessionToken) : {};
  return useProviderTokenSource({
    isLoading: isSessionLoading,
    identity: isAuthenticated ? ([claims["sub"], claims["dct"]] as string[]) : null,
    session: sessionToken,
    // Another tab may have switched user or tenant.
    isOwn: ({ sub, dct }) => !sessionToken || (sub === claims["sub"] && dct === claims["dct"]),
    async getToken({ forceRefresh }) {
      if (sessionToken && !forceRefresh && !expiresWithin(claims["exp"], SPARE_SECONDS)) return sessionToken;
      const { ok, code, error, data } = await sdk.refresh();
      if (code === 401) throw signedOut(error);
      if (!ok) throw error;
      return data?.sessionJwt || sdk.getSessionToken?.() || hidden();
    },
  });
}

function hidden(): never {
  throw new AssistantCloudAuthError("configuration", forDeveloper("Descope gives no session token to scripts."), {
    remedy: forDeveloper(
      "Let Descope return it in the response body instead of a cookie, or use the backend integration.",
    ),
  });
}
