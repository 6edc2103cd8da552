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

/** What {@link useGoogleTokenSource} takes besides. */
export interface GoogleTokenSourceOptions {
  /** One Tap may still sign the user in, so nobody is taken for signed out yet. Default: false. */
  isLoading?: boolean;
  /**
   * Asks the user to sign in again, such as `() => google.accounts.id.prompt()`. Called once for a credential that
   * has run out, when a token is needed; until another is passed the user counts as signed out. Default: nothing.
   */
  onExpired?: () => void;
}

const REMEDY = forDeveloper(
  "Pass the `credential` of <GoogleLogin> or google.accounts.id. What useGoogleLogin() gives is no ID token: send its code to your backend.",
);
/** Short, because Google issues no other credential without the user. */
const SPARE_SECONDS = 10;

/**
 * A token source for Sign in with Google: the ID token (`credential`), exchanged under an auth rule.
 *
 * The credential lasts one hour and Google gives no other without the user, so that the user is asked every
 * hour. An app that has a server does better with the backend integration. The token is one of user and Workspace
 * domain (`hd`); a switch of either drops the workspace token before.
 *
 * @param credential `response.credential` of `<GoogleLogin onSuccess>`, of `useGoogleOneTapLogin` or of the callback
 * of `google.accounts.id.initialize()`; null or undefined when nobody is signed in
 * @throws `configuration` while rendering, when `credential` is not text; `getToken` rejects with it for an access
 * token or an authorization code
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
  const [spent, setSpent] = useState<string | null>(null);
  const { sub, hd, exp } = credential ? readClaims(credential) : {};
  return useProviderTokenSource({
    isLoading: !credential && options.isLoading === true,
    identity: credential && credential !== spent ? [sub as string, hd as string] : null,
    session: credential,
    async getToken({ signal }) {
      const token = requireJwt(credential ?? null, "What was passed as Google's credential", REMEDY);
      if (!expiresWithin(exp, SPARE_SECONDS)) return token;
      // Not null: that would sign out the other tabs, whose credential may be newer.
      setSpent(token);
      options.onExpired?.();
      return untilAborted(signal);
    },
  });
}
