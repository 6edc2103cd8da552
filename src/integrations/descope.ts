"use client";

import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { expiresWithin } from "./shared/expires-within.ts";
import { readClaims } from "./shared/read-claims.ts";
import { requireMembers } from "./shared/require-members.ts";
import { UNKNOWN_USER } from "./shared/unknown-user.ts";

/** The part of the result of Descope's `useSession()` that {@link useDescopeTokenSource} uses. */
export interface DescopeSession {
  readonly isSessionLoading: boolean;
  readonly isAuthenticated: boolean;
  readonly sessionToken?: string | null | undefined;
}

/** The part of the result of Descope's `useDescope()` that {@link useDescopeTokenSource} uses. */
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
/**
 * The token source renews a session token this many seconds before the token expires. The SDK renews 20 seconds before
 * the expiry, so the SDK normally renews first. A refresh token may be valid only once, so two simultaneous renewals
 * with the same refresh token could fail.
 */
const RENEWAL_MARGIN_SECONDS = 10;

/**
 * Returns a token source for Descope. The cloud exchanges the session token for a workspace token under an auth rule.
 *
 * When the user or current tenant (`dct`) changes, the engine drops the old workspace token before it fetches another.
 * When Descope refuses a renewal with 401, the engine signs the user out. After any other 4xx, such as 429, Descope's
 * SDK drops its session, which also signs the user out. The engine retries after an outage.
 *
 * @param session the result of Descope's `useSession()`
 * @param sdk the result of Descope's `useDescope()`
 * @throws `configuration` during rendering if an argument is invalid. `getToken` rejects with `configuration` when the
 *   project keeps the session token in an HttpOnly cookie. If Descope refuses a renewal with 401, `getToken` rejects
 *   with `signed_out`. After any other failed renewal, `getToken` rejects with Descope's error
 * @see https://docs.descope.com/client-sdk/react
 */
export function useDescopeTokenSource(session: DescopeSession, sdk: DescopeSdk): TokenSource {
  requireMembers(
    session,
    ["isSessionLoading", "isAuthenticated"],
    HOOK,
    forDeveloper("the result of useSession() first"),
  );
  requireMembers(sdk, ["refresh"], HOOK, forDeveloper("the result of useDescope() second"));
  const { isSessionLoading, isAuthenticated, sessionToken } = session;
  const claims = sessionToken ? readClaims(sessionToken) : {};
  return useProviderTokenSource({
    isLoading: isSessionLoading,
    identity: isAuthenticated ? ([claims["sub"] ?? UNKNOWN_USER, claims["dct"]] as string[]) : null,
    session: sessionToken,
    // Another tab may have switched the user or tenant, so compare both.
    isOwn: ({ sub, dct }) => !sessionToken || (sub === claims["sub"] && dct === claims["dct"]),
    async getToken({ forceRefresh }) {
      if (sessionToken && !forceRefresh && !expiresWithin(claims["exp"], RENEWAL_MARGIN_SECONDS)) return sessionToken;
      const { ok, code, error, data } = await sdk.refresh();
      if (code === 401) throw signedOut(error);
      if (!ok) throw error;
      return data?.sessionJwt || sdk.getSessionToken?.() || throwHiddenToken();
    },
  });
}

function throwHiddenToken(): never {
  throw new AssistantCloudAuthError("configuration", forDeveloper("Descope hides the session token from JavaScript."), {
    remedy: forDeveloper(
      "Set Descope to return it in the response body instead of a cookie, or use the backend integration.",
    ),
  });
}
