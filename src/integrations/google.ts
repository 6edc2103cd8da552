"use client";

import { useState } from "react";
import { untilAborted } from "../client/sources/until-aborted.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { expiresWithin } from "./shared/expires-within.ts";
import { readClaims } from "./shared/read-claims.ts";
import { requireJwt } from "./shared/require-jwt.ts";
import { UNKNOWN_USER } from "./shared/unknown-user.ts";

/** Options of {@link useGoogleTokenSource}. */
export interface GoogleTokenSourceOptions {
  /**
   * Whether One Tap may still sign the user in. While this is true and you pass no credential, the auth status is
   * `loading` instead of `unauthenticated`. Default: false.
   */
  isLoading?: boolean;
  /**
   * Asks the user to sign in again, for example with `google.accounts.id.prompt()`. Called once per expired credential,
   * when the engine needs a token. Until you pass a new credential, the engine treats the user as signed out. Default:
   * none.
   */
  onExpired?: () => void;
}

const REMEDY = forDeveloper(
  "Pass the `credential` of <GoogleLogin> or google.accounts.id. useGoogleLogin() returns no ID token: send its code to your backend.",
);
/**
 * The token source no longer uses a credential that expires within this many seconds. The value is low, because only
 * the user can get a new credential from Google.
 */
const RENEWAL_MARGIN_SECONDS = 10;

/**
 * Returns a token source for Sign in with Google. The cloud exchanges the ID token (`credential`) for a workspace token
 * under an auth rule.
 *
 * The credential expires after one hour. Google issues a new credential only when the user signs in, so the user must
 * sign in every hour. If your app has a server, prefer the backend integration. When the user or Workspace domain
 * (`hd`) changes, the engine drops the old workspace token before it fetches another.
 *
 * @param credential `response.credential` from `<GoogleLogin onSuccess>`, from `useGoogleOneTapLogin`, or from the
 *   callback that you pass to `google.accounts.id.initialize()`; null or undefined when no user is signed in
 * @param options whether sign-in is in progress, and how to ask the user to sign in again
 * @throws `configuration` during rendering if `credential` is not a string. `getToken` rejects with `configuration` for
 *   an access token or an authorization code
 * @see https://developers.google.com/identity/gsi/web/guides/overview
 */
export function useGoogleTokenSource(
  credential: string | null | undefined,
  options: GoogleTokenSourceOptions = {},
): TokenSource {
  if (credential && typeof credential !== "string") {
    throw new AssistantCloudAuthError("configuration", forDeveloper("useGoogleTokenSource() was given an object."), {
      remedy: REMEDY,
    });
  }
  const [expired, setExpired] = useState<string | null>(null);
  const { sub, hd, exp } = credential ? readClaims(credential) : {};
  return useProviderTokenSource({
    isLoading: !credential && options.isLoading === true,
    identity: credential && credential !== expired ? ([sub ?? UNKNOWN_USER, hd] as string[]) : null,
    session: credential,
    async getToken({ signal }) {
      const token = requireJwt(credential ?? null, forDeveloper("The value passed as Google's credential"), REMEDY);
      if (!expiresWithin(exp, RENEWAL_MARGIN_SECONDS)) return token;
      // Other tabs may have a newer credential, and null would sign them out too, so keep this call pending until it is
      // aborted.
      setExpired(token);
      options.onExpired?.();
      return untilAborted(signal);
    },
  });
}
