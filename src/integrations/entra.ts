"use client";

import { useEffect, useState } from "react";
import { interactionRequired, signedOut } from "../client/sources/refusal.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { decodeClaims } from "../core/workspace-token.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { expiresWithin } from "./shared/expires-within.ts";
import { requireJwt } from "./shared/require-jwt.ts";
import { requireMembers } from "./shared/require-members.ts";

/** The part of MSAL's `AccountInfo` that is used. */
export interface EntraAccount {
  readonly homeAccountId: string;
  readonly tenantId: string;
}

/** What is asked of MSAL. */
export interface EntraRequest<Account extends EntraAccount> {
  scopes: string[];
  account: Account;
  forceRefresh: boolean;
}

/** The part of MSAL's `IPublicClientApplication` that is used. */
export interface EntraInstance<Account extends EntraAccount> {
  acquireTokenSilent(request: EntraRequest<Account>): Promise<{ idToken: string; accessToken: string }>;
}

/** What {@link useEntraTokenSource} takes: of `useMsal()`, and the account that the app works with. */
export interface EntraAuth<Account extends EntraAccount> {
  readonly instance: EntraInstance<Account>;
  /** Null when nobody is signed in. */
  readonly account: Account | null;
  /**
   * `inProgress` of `useMsal()`: the source waits while MSAL may still find an account, and asks again after an
   * interaction. Default: `none`.
   */
  readonly inProgress?: string;
}

/** What {@link useEntraTokenSource} takes besides. */
export interface EntraTokenSourceOptions {
  /**
   * Scopes of your own API, such as `api://<client id>/access`: its access token is sent. Default: none; the ID token
   * is sent. Scopes of Microsoft Graph are of no use: only Graph can read its tokens.
   */
  scopes?: readonly string[];
  /**
   * Called when Entra wants to see the user again (multi-factor, consent, an ended session): open MSAL's popup or
   * redirect. Until then no call is made. Default: none.
   */
  onInteractionRequired?: (error: unknown) => void;
}

const REMEDY = forDeveloper("Ask for scopes of your own API.");

/**
 * A token source for Microsoft Entra ID, through MSAL: the ID token, or an access token for your own API, exchanged
 * under an auth rule.
 *
 * The token is one of account and tenant. An ID token that MSAL's cache holds beyond its life is renewed first. An ended
 * session signs the user out; when Entra asks for another interaction, such as multi-factor or consent, that is
 * `interaction_required`. After an interaction in MSAL the source asks again.
 *
 * @param auth `{ instance, account, inProgress }`, from `useMsal()`
 * @throws `configuration` while rendering, when `auth` is something else; `getToken` rejects with it for a token of
 *   Microsoft Graph and for an opaque one
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens
 */
export function useEntraTokenSource<Account extends EntraAccount>(
  auth: EntraAuth<Account>,
  options: EntraTokenSourceOptions = {},
): TokenSource {
  const { instance, account, inProgress = "none" } = auth;
  requireMembers(
    { account, acquireTokenSilent: instance?.acquireTokenSilent },
    ["account", "acquireTokenSilent"],
    "useEntraTokenSource",
    "MSAL's instance and account",
  );
  const scopes = options.scopes ?? [];
  const person = account && [account.homeAccountId, account.tenantId, ...scopes];
  const [interactions, setInteractions] = useState(0);
  useEffect(() => {
    if (inProgress === "none") setInteractions((count) => count + 1);
  }, [inProgress]);
  return useProviderTokenSource({
    isLoading: inProgress === "startup" || (inProgress !== "none" && account === null),
    identity: person,
    session: interactions,
    async getToken({ forceRefresh }) {
      const acquire = (isForced: boolean) =>
        instance.acquireTokenSilent({
          scopes: scopes[0] ? [...scopes] : ["openid"],
          account: account as Account,
          forceRefresh: isForced,
        });
      try {
        const { accessToken, idToken } = await acquire(forceRefresh);
        if (scopes[0]) return ownApiToken(accessToken);
        // MSAL renews by the access token's life, which may be the longer one.
        const isSpent = !forceRefresh && expiresWithin(decodeClaims(idToken, "MSAL")["exp"]);
        return isSpent ? (await acquire(true)).idToken : idToken;
      } catch (error) {
        const { name, errorCode } = error as Error & { errorCode: string };
        if (name !== "InteractionRequiredAuthError") throw error;
        options.onInteractionRequired?.(error);
        if (errorCode === "login_required") throw signedOut(error);
        throw interactionRequired(errorCode, "acquireTokenPopup()", error);
      }
    },
  });
}

// Microsoft Graph and other services of Microsoft's own, by id or by URL. Nobody else can check their tokens, though
// these look like a JWT.
const GRAPH = /^(00000003-|https:..graph)/;

function ownApiToken(token: string): string | null {
  const jwt = requireJwt(token, "Entra's access token", REMEDY);
  return GRAPH.test(`${decodeClaims(token, "MSAL")["aud"]}`) ? requireJwt("", "Microsoft Graph's token", REMEDY) : jwt;
}
