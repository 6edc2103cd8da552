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

/** The part of Kinde's `useKindeAuth()` that is used. */
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

/** What {@link useKindeTokenSource} takes besides. */
export interface KindeTokenSourceOptions {
  /** Which of the user's tokens is exchanged; the organization is in the access token alone. Default: `access`. */
  token?: "access" | "id";
}

/** Kinde's SDK renews ten seconds ahead; two renewals at once would use one refresh token twice. */
const SPARE_SECONDS = 5;
/** `RefreshType.cookie` of Kinde's SDK: on a custom domain the refresh token is in an HttpOnly cookie. */
const BY_COOKIE = 1;

/**
 * A token source for Kinde: the access token for an API of yours, or the ID token, exchanged under an auth rule.
 *
 * The token is one of user and organization (`org_code`); a switch of either drops the workspace token before. Without a
 * refresh token the user is signed out. When Kinde refuses to renew, its SDK does not tell an outage from an expired
 * refresh token, so that is an error that is retried; a new session in the SDK ends it at once.
 *
 * @param auth the result of Kinde's own `useKindeAuth()`
 * @throws `configuration` at once for another object; `getToken` rejects with `configuration` for an access token
 *   without an audience, with `source_failed` when Kinde does not renew
 * @see https://docs.kinde.com/developer-tools/sdks/frontend/react-sdk/
 */
export function useKindeTokenSource(auth: KindeAuth, options: KindeTokenSourceOptions = {}): TokenSource {
  requireMembers(auth, ["getAccessToken", "refreshToken"], "useKindeTokenSource", "useKindeAuth()");
  const { user } = auth;
  const { token: kind = "access" } = options;
  const [organization, setOrganization] = useState<string | null>();

  // The SDK tells it by a promise only, and gives a new object when its tokens have changed.
  useEffect(() => {
    void auth.getCurrentOrganization().then((code) => setOrganization(code ?? null));
  }, [auth]);

  return useProviderTokenSource({
    isLoading: auth.isLoading || (user !== undefined && organization === undefined),
    identity: user ? [user.id, organization, kind] : null,
    // A new object whenever the SDK's tokens have changed.
    session: user,
    isOwn: ({ sub }) => sub === user?.id,
    async getToken({ forceRefresh }) {
      const read = kind === "id" ? auth.getIdToken : auth.getAccessToken;
      const token = await read();
      if (!token) return null;
      const { aud, azp, exp, iss } = decodeClaims(token, "Kinde");
      if (`${aud}` === "") {
        throw new AssistantCloudAuthError("configuration", forDeveloper("Kinde's access token has no audience."), {
          remedy: forDeveloper('Give KindeProvider an audience, or send the ID token: { token: "id" }.'),
        });
      }
      if (!forceRefresh && !expiresWithin(exp, SPARE_SECONDS)) return token;
      const session = { domain: `${iss}`, clientId: `${azp}` };
      let { success, error } = await auth.refreshToken(session);
      if (error === "No refresh token found") {
        if (/\.kinde\.com$/.test(session.domain)) throw signedOut();
        ({ success, error } = await auth.refreshToken({ ...session, refreshType: BY_COOKIE }));
      }
      const renewed = await read();
      // The SDK's own renewal may have used the refresh token up meanwhile.
      if (success || renewed !== token) return renewed ?? null;
      throw new AssistantCloudAuthError("source_failed", forDeveloper("Kinde did not renew the session."), {
        cause: new Error(error),
        remedy: forDeveloper("If this stays, sign in again: the refresh token has expired."),
      });
    },
  });
}
