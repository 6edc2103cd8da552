import { type AssistantCloudBackendOptions, readBackendSettings } from "./backend-settings.ts";
import type { MintedToken } from "./mint-outcome.ts";
import { mintWithRetries } from "./mint-with-retries.ts";
import { assertTokenIdentity, type TokenIdentity } from "./token-identity.ts";

/** The assistant-ui API as the app's own server uses it. */
export interface AssistantCloudBackend {
  auth: {
    tokens: {
      /**
       * Mints a workspace token of five minutes.
       *
       * Refuses ids of other than 1 to 255 characters, with whitespace or control characters, or beyond
       * U+00FF, before anything is sent. Network errors, 502, 503, 504 and a 429 with a `Retry-After` of at
       * most two seconds are tried up to twice more, within `timeoutMs`. Whether the user may enter the
       * workspace is not checked: decide that before the call.
       *
       * @throws `configuration` for a bad id, a redirecting `baseUrl` or no key from an `apiKey` function, `rejected` for a refused API key,
       * `rate_limited`, `network` for no or a late answer, `exchange_failed` for any other answer,
       * `identity_mismatch` when the token is not for these ids; all `AssistantCloudAuthError`
       */
      create(identity: TokenIdentity): Promise<MintedToken>;
    };
  };
}

/**
 * Mints workspace tokens with a project's API key; for servers only.
 *
 * @param options the API key, and where and how to reach the API
 * @throws `configuration` in a browser, for a missing or malformed key, a bad `baseUrl` or `timeoutMs`
 */
export function createAssistantCloudBackend(options: AssistantCloudBackendOptions): AssistantCloudBackend {
  const settings = readBackendSettings(options);
  return {
    auth: {
      tokens: {
        async create(identity) {
          assertTokenIdentity(identity);
          // Copied, so that a caller who changes the object meanwhile cannot change who is asked for.
          const { workspaceId, userId } = identity;
          return mintWithRetries(settings, { workspaceId, userId });
        },
      },
    },
  };
}
