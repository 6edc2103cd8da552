import { useInsertionEffect, useMemo, useRef } from "react";
import { isOffline } from "../client/platform/environment.ts";
import { type ProviderTokenSourceOptions, providerTokenSource, requireFunction } from "../client/sources/provider.ts";
import { requireOwner } from "../client/sources/require-owner.ts";
import { untilAborted } from "../client/sources/until-aborted.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenRequest, TokenSource } from "../core/token-source.ts";
import { decodeClaims } from "../core/workspace-token.ts";

/** What {@link useProviderTokenSource} takes: what the auth provider's SDK says at this render. */
export interface ProviderAuthState extends Pick<ProviderTokenSourceOptions, "open"> {
  /** The SDK does not know yet whether somebody is signed in. */
  isLoading: boolean;
  /**
   * Names who is signed in and where, such as user id and organization id; null when nobody is. A change of any drops
   * the workspace token of the one before at once. Stays in this browser, is never sent.
   */
  identity: readonly (string | null | undefined)[] | null;
  /**
   * Changes when the SDK reports a new session or token of the same identity, compared by identity, such as the
   * session's id. After a sign-out or a failure the source is then asked again at once. Stays in this browser, is never
   * sent. Default: none.
   */
  session?: unknown;
  /**
   * Whether a token with these claims is of this identity. Tabs share an SDK's cache and cookies, so after a sign-in in
   * another tab a token can be another user's; it is never sent, and the call waits for the SDK to report that user.
   * Default: every token is.
   */
  isOwn?(claims: Readonly<Record<string, unknown>>): boolean;
  /**
   * Resolves to the provider's ID token; called only while `identity` is not null. The function of the latest render is
   * called. Must return a token that is not from a cache when `forceRefresh` is true, and may stop early when `signal` is
   * aborted.
   *
   * A null is a failure that is retried, because SDKs return one at start-up, offline and after sleep. To sign the user
   * out, let `identity` be null, or reject with an `AssistantCloudAuthError` of the code `signed_out`. Other rejections
   * count as for {@link providerTokenSource}.
   */
  getToken(request: Pick<TokenRequest, "signal" | "forceRefresh">): Promise<string | null>;
}

/**
 * The direct integration for a provider that has no hook here: turns what its SDK says into a token source that
 * changes only with the identity.
 *
 * While the SDK is loading the source waits, however long that takes, so that the app shows its loading state and no
 * user counts as signed out; the identity that follows replaces it.
 *
 * @throws `configuration` while rendering, when `getToken` is not a function
 */
export function useProviderTokenSource(state: ProviderAuthState): TokenSource {
  const { isLoading, identity, session } = state;
  requireFunction(state.getToken, "useProviderTokenSource");
  const isSignedOut = identity === null;
  const key = isLoading ? "loading" : JSON.stringify(identity);
  const latest = useRef({ key, state });
  useInsertionEffect(() => {
    latest.current = { key, state };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the first state of an identity is needed.
  return useMemo(() => {
    let nulls = 0;
    const source = providerTokenSource({
      key,
      session,
      ...(state.open === undefined ? {} : { open: state.open }),
      async getToken(request) {
        if (isLoading) return untilAborted(request.signal);
        if (isSignedOut) return null;
        // A transition asks for the next identity's token while the one before is still committed.
        const current = latest.current.key === key ? latest.current.state : state;
        const token = await current.getToken(request);
        nulls = token === null ? nulls + 1 : 0;
        if (token === null) throw nullError(nulls);
        const isOwn = current.isOwn?.(decodeClaims(token, "The auth provider")) ?? true;
        await requireOwner(isOwn, true, request.signal);
        return token;
      },
    });
    return { ...source, isPending: isLoading };
  }, [key, isLoading, isSignedOut, session]);
}

/** So many nulls in a row are no hiccup of the SDK. */
const TELLING_NULLS = 3;

function nullError(nulls: number): Error {
  const message = "The auth provider's SDK reports a user, but returned no token";
  if (nulls < TELLING_NULLS || isOffline()) return new Error(message);
  return new AssistantCloudAuthError(
    "source_failed",
    forDeveloper(() => `${message} ${nulls} times in a row.`),
    {
      remedy: forDeveloper("Sign in again, and check the SDK's setup: its session cannot be used."),
    },
  );
}
