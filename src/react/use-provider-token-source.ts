import { useInsertionEffect, useMemo, useRef } from "react";
import { providerTokenSource, requireFunction } from "../client/sources/provider.ts";
import { untilAborted } from "../client/sources/until-aborted.ts";
import type { TokenRequest, TokenSource } from "../core/token-source.ts";

/** What {@link useProviderTokenSource} takes: what the auth provider's SDK says at this render. */
export interface ProviderAuthState {
  /** The SDK does not know yet whether somebody is signed in. */
  isLoading: boolean;
  /**
   * Names who is signed in and where, such as user id and organization id; null when nobody is. A change of any drops
   * the workspace token of the one before at once. Stays in this browser, is never sent.
   */
  identity: readonly (string | null | undefined)[] | null;
  /**
   * Resolves to the provider's ID token, or to null when nobody is signed in; called only while somebody is. The
   * function of the latest render is called. Must give a token that is not from a cache when `forceRefresh` is true,
   * and may stop early when `signal` is aborted.
   */
  getToken(request: Pick<TokenRequest, "signal" | "forceRefresh">): Promise<string | null>;
}

/**
 * The direct integration for a provider that has no hook here: turns what its SDK says into a token source that
 * changes only with the identity.
 *
 * While the SDK is loading the source waits, so that the app shows its loading state and nobody is taken for
 * signed out; the identity that follows replaces it.
 *
 * @throws `configuration` while rendering, when `getToken` is not a function. That the token is the identity's own is
 *   not checked.
 */
export function useProviderTokenSource(state: ProviderAuthState): TokenSource {
  const { isLoading, identity } = state;
  requireFunction(state.getToken, "useProviderTokenSource");
  const isSignedOut = identity === null;
  const key = isLoading ? "loading" : JSON.stringify(identity);
  const latest = useRef({ key, state });
  useInsertionEffect(() => {
    latest.current = { key, state };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the first state of an identity is needed.
  return useMemo(
    () =>
      providerTokenSource({
        key,
        getToken(request) {
          if (isLoading) return untilAborted(request.signal);
          if (isSignedOut) return Promise.resolve(null);
          // A transition asks for the next identity's token while the one before is still committed.
          const { getToken } = latest.current.key === key ? latest.current.state : state;
          return getToken(request);
        },
      }),
    [key, isLoading, isSignedOut],
  );
}
