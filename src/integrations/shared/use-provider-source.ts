import { useInsertionEffect, useMemo, useRef } from "react";
import { providerTokenSource } from "../../client/sources/provider.ts";
import type { TokenRequest, TokenSource } from "../../core/token-source.ts";

/** What an integration has read from its provider's SDK at this render. */
export interface ProviderState {
  /** The SDK does not know yet whether somebody is signed in. */
  isLoading: boolean;
  /** Who is signed in and where; null when nobody is. */
  identity: readonly (string | null | undefined)[] | null;
  /** Gives the provider's token; called only while somebody is signed in. */
  getToken(request: Pick<TokenRequest, "signal" | "forceRefresh">): Promise<string | null>;
}

/**
 * Turns what an SDK says into a token source that changes only with the identity.
 *
 * While the SDK is loading the source waits, so that the app shows its loading state and nobody is taken for
 * signed out; the identity that follows replaces it.
 */
export function useProviderSource(state: ProviderState): TokenSource {
  const latest = useRef(state);
  useInsertionEffect(() => {
    latest.current = state;
  });
  const { isLoading, identity } = state;
  const isSignedOut = identity === null;
  const key = isLoading ? "loading" : JSON.stringify(identity);
  return useMemo(
    () =>
      providerTokenSource({
        key,
        getToken(request) {
          if (isLoading) return untilAborted(request.signal);
          return isSignedOut ? Promise.resolve(null) : latest.current.getToken(request);
        },
      }),
    [key, isLoading, isSignedOut],
  );
}

/** Waits for the identity that is about to replace the one whose token is asked for. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
}
