"use client";

import { useEffect, useState } from "react";
import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { decodeClaims } from "../core/workspace-token.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { expiresWithin } from "./shared/expires-within.ts";
import { requireMembers } from "./shared/require-members.ts";

/** The part of the result of Kinde's `useKindeAuth()` that {@link useKindeTokenSource} uses. */
export interface KindeAuth {
  readonly isLoading: boolean;
  readonly user?: { readonly id: string } | undefined;
  getCurrentOrganization(): Promise<string | null>;
  getAccessToken(): Promise<string | undefined>;
  getIdToken(): Promise<string | undefined>;
  refreshToken(session: {
    domain: string;
    clientId: string;
    refreshType?: number;
  }): Promise<{ readonly success: boolean; readonly error?: string | undefined }>;
}

/** Options of {@link useKindeTokenSource}. */
export interface KindeTokenSourceOptions {
  /** Which of the user's tokens to exchange. Only the access token contains the organization. Default: `access`. */
  token?: "access" | "id";
}

/**
 * The token source renews a token this many seconds before the token expires. The SDK renews 10 seconds before the
 * expiry, so the SDK normally renews first. A refresh token may be valid only once, so two simultaneous renewals with
 * the same refresh token could fail.
 */
const RENEWAL_MARGIN_SECONDS = 5;
/**
 * The value of `RefreshType.cookie` in Kinde's SDK. With a custom domain, Kinde keeps the refresh token in an HttpOnly
 * cookie.
 */
const BY_COOKIE = 1;

/**
 * Returns a token source for Kinde. The cloud exchanges your API's access token, or the ID token, for a workspace token
 * under an auth rule.
 *
 * When the user or organization (`org_code`) changes, the engine drops the old workspace token before it fetches
 * another. If the SDK has no refresh token, the result depends on the domain. On a custom domain, the source renews the
 * token with Kinde's HttpOnly cookie. On a Kinde domain, the engine signs the user out. Kinde's SDK reports an outage
 * and an expired refresh token as the same error. After this error, the engine therefore retries until the SDK has a
 * new session.
 *
 * @param auth the result of Kinde's `useKindeAuth()`
 * @param options which token to exchange
 * @throws `configuration` during rendering if an argument is invalid. `getToken` rejects with `configuration` for an
 *   access token without an audience, and with `source_failed` when Kinde does not renew the session
 * @see https://docs.kinde.com/developer-tools/sdks/frontend/react-sdk/
 */
export function useKindeTokenSource(auth: KindeAuth, options: KindeTokenSourceOptions = {}): TokenSource {
  requireMembers(auth, ["getAccessToken", "refreshToken"], "useKindeTokenSource", forDeveloper("useKindeAuth()"));
  const { user } = auth;
  const { token: kind = "access" } = options;
  const [organization, setOrganization] = useState<string | null>();

  // The SDK returns the organization only as a promise. The SDK creates a new `auth` object when its tokens change, so
  // read the organization again for each `auth` object.
  useEffect(() => {
    let isLatest = true;
    const store = (code: string | null | undefined) => {
      if (isLatest) setOrganization(code ?? null);
    };
    // The SDK rejects if it cannot decode its token. The call for the token then reports that error.
    auth.getCurrentOrganization().then(store, () => store(null));
    return () => {
      isLatest = false;
    };
  }, [auth]);

  return useProviderTokenSource({
    isLoading: user ? organization === undefined : auth.isLoading,
    identity: user ? [user.id, organization, kind] : null,
    // The SDK creates a new user object when its tokens change.
    session: user,
    isOwn: ({ sub }) => sub === user?.id,
    async getToken({ forceRefresh }) {
      const read = kind === "id" ? auth.getIdToken : auth.getAccessToken;
      const token = await read();
      if (!token) return null;
      const { aud, azp, exp, iss } = decodeClaims(token, forDeveloper("Kinde"));
      if (`${aud}` === "") {
        throw new AssistantCloudAuthError("configuration", forDeveloper("Kinde's access token has no audience."), {
          remedy: forDeveloper('Set an audience on KindeProvider, or send the ID token: { token: "id" }.'),
        });
      }
      if (!forceRefresh && !expiresWithin(exp, RENEWAL_MARGIN_SECONDS)) return token;
      const session = { domain: `${iss}`, clientId: `${azp}` };
      let { success, error } = await auth.refreshToken(session);
      if (error === "No refresh token found") {
        if (/\.kinde\.com$/.test(session.domain)) throw signedOut();
        ({ success, error } = await auth.refreshToken({ ...session, refreshType: BY_COOKIE }));
      }
      const renewed = await read();
      // The SDK may have renewed the token in the meantime with the same refresh token, so also accept that token.
      if (success || renewed !== token) return renewed ?? null;
      throw new AssistantCloudAuthError("source_failed", forDeveloper("Kinde did not renew the session."), {
        cause: new Error(error),
        remedy: forDeveloper("If the error persists, sign the user in again: the refresh token has expired."),
      });
    },
  });
}
