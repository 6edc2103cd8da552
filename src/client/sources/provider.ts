import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";
import type { TokenRequest, TokenSource } from "../../core/token-source.ts";
import { toRefusal } from "./refusal.ts";

/** Options of {@link providerTokenSource}. */
export interface ProviderTokenSourceOptions extends Pick<TokenSource, "session"> {
  /**
   * Identifies the signed-in user and organization, for example by their ids; null when unknown. When the key changes,
   * the engine drops the old workspace token at once. An undefined key is treated as null. The key stays in this
   * browser and is never sent.
   */
  key: string | null;
  /**
   * Text that names the call for a new sign-in, such as `loginWithPopup()`. The remedy of `interaction_required`
   * contains this text. Default: the provider's popup or redirect.
   */
  open?: string | undefined;
  /**
   * Resolves to the provider's ID token, or to null when the user is signed out. When `forceRefresh` is true, the
   * function must not return a cached token. The function may stop early when `signal` aborts.
   *
   * The function may reject with the SDK's error. The engine then reads the code in the error's member `error`. The
   * codes `login_required` and `invalid_grant` sign the user out. `consent_required` and similar codes become
   * `interaction_required`. The engine retries after the SDK's other errors, and after any error whose `status` is 429
   * or higher.
   */
  getToken(request: Pick<TokenRequest, "signal" | "forceRefresh">): Promise<string | null>;
}

/**
 * Returns a token source for the direct integration: the cloud exchanges the auth provider's ID token for a workspace
 * token under an auth rule. The engine checks only that the ID token is a signed JWT; the cloud verifies it.
 *
 * @param options the user's key and how to get the ID token
 * @throws `configuration` when `getToken` is not a function
 */
export function providerTokenSource(options: ProviderTokenSourceOptions): TokenSource {
  const { key, session, open, getToken }: ProviderTokenSourceOptions = Object(options);
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

/**
 * Throws `configuration` if the value is not a function.
 *
 * @param value the `getToken` or `fetchToken` that the app passed to create a token source
 * @param where the name of the function that received the value, for the message
 */
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
