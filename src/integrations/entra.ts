"use client";

import { useRef, useState } from "react";
import { interactionRequired, signedOut } from "../client/sources/refusal.ts";
import { requireOwner } from "../client/sources/require-owner.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { decodeClaims } from "../core/workspace-token.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { expiresWithin } from "./shared/expires-within.ts";
import { requireJwt } from "./shared/require-jwt.ts";
import { requireMembers } from "./shared/require-members.ts";

/** The part of MSAL's `AccountInfo` that {@link useEntraTokenSource} uses. */
export interface EntraAccount {
  readonly homeAccountId: string;
  readonly tenantId: string;
}

/** The argument of MSAL's `acquireTokenSilent()`. */
export interface EntraRequest<Account extends EntraAccount> {
  scopes: string[];
  account: Account;
  forceRefresh: boolean;
}

/** The part of MSAL's `IPublicClientApplication` that {@link useEntraTokenSource} uses. */
export interface EntraInstance<Account extends EntraAccount> {
  acquireTokenSilent(request: EntraRequest<Account>): Promise<{
    idToken: string;
    accessToken: string;
    /** The account that the tokens belong to. */
    account?: { readonly homeAccountId: string } | null;
  }>;
}

/**
 * The argument of {@link useEntraTokenSource}: `instance` and `inProgress` from MSAL's `useMsal()`, and the account
 * that the app has chosen.
 */
export interface EntraAuth<Account extends EntraAccount> {
  readonly instance: EntraInstance<NoInfer<Account>>;
  /** The account to get tokens for; null when no user is signed in. */
  readonly account: Account | null;
  /**
   * `inProgress` of `useMsal()`. The token source waits while MSAL may still find an account. If the last call failed,
   * the engine calls the source again when an interaction, such as a popup, ends. Default: `none`.
   */
  readonly inProgress?: string;
}

/** Options of {@link useEntraTokenSource}. */
export interface EntraTokenSourceOptions {
  /**
   * Scopes of your API, such as `api://<client id>/access`. If you set scopes, the cloud exchanges the access token
   * instead of the ID token. Don't use scopes of Microsoft Graph, because only Graph can verify tokens for Graph.
   * Default: none.
   */
  scopes?: readonly string[];
  /**
   * Called when Entra requires an interaction, such as multi-factor authentication, consent or a new sign-in. Show a
   * button that opens MSAL's popup or redirect. Without a click, browsers block the popup. The engine calls the token
   * source again after the interaction. If the interaction ends without a token, for example because the user closes
   * the popup, this function is called again only after a `refresh()`. Default: none.
   */
  onInteractionRequired?: (error: unknown) => void;
}

const REMEDY = forDeveloper("Request scopes of your own API.");

/**
 * Returns a token source for Microsoft Entra ID with MSAL. The cloud exchanges the ID token, or your API's access
 * token, for a workspace token under an auth rule.
 *
 * When the account or tenant changes, the engine drops the old workspace token before it fetches another. If the ID
 * token in MSAL's cache has expired or expires soon, the source requests a new ID token. When Entra requires a new
 * sign-in (`login_required`), the engine signs the user out. Any other required interaction, such as multi-factor
 * authentication or consent, becomes `interaction_required`. When the interaction ends, the engine calls the source
 * again. If MSAL returns the token of another account, the source never uses this token.
 *
 * @param auth `instance` and `inProgress` from MSAL's `useMsal()`, and the `account` that the app has chosen
 * @param options the scopes of your API, and the handler of required interactions
 * @throws `configuration` during rendering if an argument is invalid. `getToken` rejects with `configuration` for an
 *   access token that is opaque, encrypted or for Microsoft Graph
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens
 */
export function useEntraTokenSource<Account extends EntraAccount>(
  auth: EntraAuth<Account>,
  options: EntraTokenSourceOptions = {},
): TokenSource {
  requireMembers(
    { account: auth?.account, acquireTokenSilent: auth?.instance?.acquireTokenSilent },
    ["account", "acquireTokenSilent"],
    "useEntraTokenSource",
    forDeveloper("MSAL's instance and account"),
  );
  const { instance, account, inProgress = "none" } = auth;
  const scopes = options.scopes ?? [];
  const identity = account && [account.homeAccountId, account.tenantId, ...scopes];
  const [{ before, interactions }, setProgress] = useState({ before: inProgress, interactions: 0 });
  // Count interactions while rendering. An effect would count a sign-in only after the new user's first call, and the
  // engine would then repeat that call.
  if (before !== inProgress) {
    setProgress({ before: inProgress, interactions: interactions + (inProgress === "none" ? 1 : 0) });
  }
  const unmet = useRef<{ user: string; interactions: number } | null>(null);
  function report(error: unknown): void {
    const before = unmet.current;
    const user = JSON.stringify(identity);
    unmet.current = { user, interactions };
    // The engine calls the source when an interaction ends. If the app opened a popup for each failure, a popup that
    // the user closes or the browser blocks would open again at once.
    const hasJustFailed = before?.user === user && before.interactions !== interactions;
    if (!hasJustFailed) options.onInteractionRequired?.(error);
  }

  return useProviderTokenSource({
    isLoading: inProgress === "startup" || (inProgress !== "none" && account === null),
    identity,
    session: interactions,
    async getToken({ forceRefresh, signal }) {
      const acquire = async (isForced: boolean) => {
        const result = await instance.acquireTokenSilent({
          scopes: scopes[0] ? [...scopes] : ["openid"],
          account: account as Account,
          forceRefresh: isForced,
        });
        // After the refresh token has expired, MSAL asks for a token by Entra's session cookie, and does not compare the
        // account. The ids in a token depend on the tenant, so compare MSAL's own id of the account.
        if (result.account) await requireOwner(result.account.homeAccountId, account?.homeAccountId, signal);
        return result;
      };
      try {
        const { accessToken, idToken } = await acquire(forceRefresh);
        unmet.current = null;
        if (scopes[0]) return requireOwnApi(accessToken);
        // MSAL renews tokens when the access token expires. The ID token may expire earlier, so check the ID token.
        const isExpiring = !forceRefresh && expiresWithin(decodeClaims(idToken, forDeveloper("MSAL"))["exp"]);
        return isExpiring ? (await acquire(true)).idToken : idToken;
      } catch (error) {
        const { name, errorCode } = error as Error & { errorCode: string };
        if (name !== "InteractionRequiredAuthError") throw error;
        report(error);
        if (errorCode === "login_required") throw signedOut(error);
        throw interactionRequired(errorCode, "acquireTokenPopup()", error);
      }
    },
  });
}

// Matches the audiences of Microsoft Graph and Microsoft's other services: an id that begins with 00000003-, or the URL
// of Graph. Only those services can verify their tokens, although the tokens look like JWTs.
const GRAPH = /^(00000003-|https:..graph)/;

function requireOwnApi(token: string): string | null {
  const jwt = requireJwt(token, forDeveloper("Entra's access token"), REMEDY);
  return GRAPH.test(`${decodeClaims(token, forDeveloper("MSAL"))["aud"]}`)
    ? requireJwt("", forDeveloper("Microsoft Graph's token"), REMEDY)
    : jwt;
}
