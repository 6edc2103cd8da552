import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";
import type { TokenRequest, TokenSource } from "../../core/token-source.ts";
import { toRefusal } from "./refusal.ts";

/** What {@link providerTokenSource} takes. */
export interface ProviderTokenSourceOptions extends Pick<TokenSource, "session"> {
  /**
   * Names who is signed in and where, such as user id and organization id; null when nobody says. A
   * change drops the workspace token of the one before at once. Stays in this browser, is never sent.
   */
  key: string | null;
  /**
   * What the app calls to let the user sign in again, such as `loginWithPopup()`: named in the remedy of
   * `interaction_required`. Default: the provider's popup or redirect.
   */
  open?: string | undefined;
  /**
   * Resolves to the provider's ID token, or to null when the user is signed out. Must return a token that is
   * not from a cache when `forceRefresh` is true, and may stop early when `signal` is aborted.
   *
   * It may reject with the SDK's own error. One whose `error` is `login_required` or `invalid_grant` signs the user out,
   * `consent_required` and the like are `interaction_required`, anything else is retried.
   */
  getToken(request: Pick<TokenRequest, "signal" | "forceRefresh">): Promise<string | null>;
}

/**
 * The direct integration: an auth provider's ID token, exchanged with the cloud for a workspace token under
 * an auth rule. The ID token is looked at (that it is a signed JWT), not verified; the cloud does that.
 *
 * @throws `configuration` when `getToken` is not a function
 */
export function providerTokenSource(options: ProviderTokenSourceOptions): TokenSource {
  const { key, session, open, getToken } = options;
  requireFunction(getToken, "providerTokenSource");
  return {
    kind: "provider",
    key,
    session,
    async getToken({ signal, forceRefresh }) {
      try {
        return await getToken({ signal, forceRefresh });
      } catch (thrown) {
        throw toRefusal(thrown, open);
      }
    },
  };
}

/** Refuses a token source whose `getToken` or `fetchToken` cannot be called, before the first call is made. */
export function requireFunction(value: unknown, where: string): void {
  if (typeof value === "function") return;
  throw new AssistantCloudAuthError(
    "configuration",
    forDeveloper(() => `${where}() needs a function that resolves to a token.`),
    {
      remedy: forDeveloper("Pass the function itself, not its result: getToken: () => auth.getToken()"),
    },
  );
}
