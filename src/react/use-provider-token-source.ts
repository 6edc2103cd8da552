import { useInsertionEffect, useMemo, useRef } from "react";
import { isOffline } from "../client/platform/environment.ts";
import { warnDeveloper } from "../client/platform/warn-developer.ts";
import { type ProviderTokenSourceOptions, providerTokenSource, requireFunction } from "../client/sources/provider.ts";
import { requireOwner } from "../client/sources/require-owner.ts";
import { untilAborted } from "../client/sources/until-aborted.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenRequest, TokenSource } from "../core/token-source.ts";
import { decodeClaims } from "../core/workspace-token.ts";

/** The state of the auth provider's SDK at a render, for {@link useProviderTokenSource}. */
export interface ProviderAuthState extends Pick<ProviderTokenSourceOptions, "open"> {
  /** Whether the auth provider's SDK is still determining if a user is signed in. */
  isLoading: boolean;
  /**
   * The values that identify the signed-in user and organization, usually their ids, the user's first. Null when no user
   * is signed in; undefined, and an array without a value such as `[user?.id]`, mean the same. When a value in the array
   * changes, the engine drops the old workspace token at once. The identity stays in this browser and is never sent.
   */
  identity: readonly (string | null | undefined)[] | null | undefined;
  /**
   * A value that changes when the same user gets a new session or a new token. The session's id is such a value. The
   * engine compares values by `===`. When the value changes after a sign-out or a failure, the engine calls the token
   * source again at once. The value stays in this browser and is never sent. Default: none.
   */
  session?: unknown;
  /**
   * Returns whether a token with these claims belongs to `identity`. Browser tabs share an SDK's cache and cookies.
   * After a sign-in in another tab, the SDK may therefore return the token of another user. If this function returns
   * false, the engine never sends the token. The engine then waits at most 3 seconds for a new `identity`. Default:
   * accepts every token.
   */
  isOwn?(claims: Readonly<Record<string, unknown>>): boolean;
  /**
   * Resolves to the provider's ID token. The hook calls the function of the latest render, and only while `identity`
   * contains a value. When `forceRefresh` is true, the function must not return a cached token. The function may stop early
   * when `signal` aborts.
   *
   * If the result is null, the engine retries, because SDKs return null at startup, offline and after sleep. To sign
   * the user out, set `identity` to null, or reject with an `AssistantCloudAuthError` with the code `signed_out`. Other
   * rejections have the same effect as in {@link providerTokenSource}.
   */
  getToken(request: Pick<TokenRequest, "signal" | "forceRefresh">): Promise<string | null>;
}

/**
 * Returns a token source for an auth provider that has no hook in this package. The source stays the same object until
 * `isLoading`, the identity or `session` changes.
 *
 * While the SDK is loading, the source waits without a deadline, so the app shows its loading state instead of a
 * signed-out user.
 *
 * @param state the state of the provider's SDK at this render
 * @throws `configuration` during rendering if `getToken` is not a function
 */
export function useProviderTokenSource(state: ProviderAuthState): TokenSource {
  requireFunction(state?.getToken, "useProviderTokenSource");
  const { isLoading, identity, session } = state;
  const isSignedOut = !identity?.some(Boolean);
  warnDeveloper(() =>
    isLoading || isSignedOut || identity?.[0]
      ? null
      : "the first value of `identity` is missing, but another value is set. Pass the user's id first, or null when no user is signed in.",
  );
  const key = isLoading ? "loading" : isSignedOut ? null : JSON.stringify(identity);
  const latest = useRef({ key, state });
  useInsertionEffect(() => {
    latest.current = { key, state };
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the first state of an identity is needed.
  return useMemo(() => {
    let nulls = 0;
    const source = providerTokenSource({
      key,
      // The SDK's session may be a token. Props are visible to devtools and logs, so the source contains an object
      // that only identifies the session.
      ...(session === undefined ? {} : { session: {} }),
      ...(state.open === undefined ? {} : { open: state.open }),
      async getToken(request) {
        if (isLoading) return untilAborted(request.signal);
        if (isSignedOut) return null;
        // During a transition, the engine requests the next identity's token while the previous identity is still
        // committed, so use the state of the matching render.
        const current = latest.current.key === key ? latest.current.state : state;
        const token = await current.getToken(request);
        nulls = token === null ? nulls + 1 : 0;
        if (token === null) throw nullError(nulls);
        const isOwn = current.isOwn?.(decodeClaims(token, forDeveloper("The auth provider"))) ?? true;
        await requireOwner(isOwn, true, request.signal);
        return token;
      },
    });
    return { ...source, isPending: isLoading };
  }, [key, isLoading, isSignedOut, session]);
}

/** After this number of consecutive null results, the error says that the SDK's session is broken. */
const MAX_NULLS = 3;

function nullError(nulls: number): Error {
  const message = forDeveloper("The auth provider's SDK reports a user, but returned no token");
  if (nulls < MAX_NULLS || isOffline()) return new Error(message);
  return new AssistantCloudAuthError(
    "source_failed",
    forDeveloper(() => `${message} ${nulls} times in a row.`),
    {
      remedy: forDeveloper("Sign the user in again, and check the SDK's setup: its session returns no token."),
    },
  );
}
