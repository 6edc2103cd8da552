"use client";

import { useState } from "react";
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
   * `inProgress` of `useMsal()`: the source waits while MSAL may still find an account, and tries again after an
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
   * Told when Entra wants to see the user again (multi-factor, consent, an ended session): sign in with MSAL's popup or
   * redirect. Until then nobody is signed in here. Default: nobody is told.
   */
  onInteractionRequired?: (error: unknown) => void;
}

const REMEDY = "Ask for scopes of your own API.";

/**
 * A token source for Microsoft Entra ID, through MSAL: the ID token, or an access token for your own API, exchanged
 * under an auth rule.
 *
 * The token is one of account and tenant. An ID token that MSAL's cache holds beyond its life is renewed first. When
 * Entra asks for an interaction the source is signed out, until MSAL tells of a sign-in.
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
  const [isLapsed, setLapsed] = useState(false);
  return useProviderTokenSource({
    // During any other interaction, such as a consent for Graph, the token at hand is good.
    isLoading: inProgress === "startup" || (inProgress !== "none" && (isLapsed || account === null)),
    identity: person,
    async getToken({ forceRefresh }) {
      const acquire = (isForced: boolean) =>
        instance.acquireTokenSilent({
          scopes: scopes[0] ? [...scopes] : ["openid"],
          account: account as Account,
          forceRefresh: isForced,
        });
      try {
        const { accessToken, idToken } = await acquire(forceRefresh);
        setLapsed(false);
        if (scopes[0]) return ownApiToken(accessToken);
        // MSAL renews by the access token's life, which may be the longer one.
        const isSpent = !forceRefresh && expiresWithin(decodeClaims(idToken, "MSAL")["exp"]);
        return isSpent ? (await acquire(true)).idToken : idToken;
      } catch (error) {
        if ((error as Error).name !== "InteractionRequiredAuthError") throw error;
        setLapsed(true);
        options.onInteractionRequired?.(error);
        return null;
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
