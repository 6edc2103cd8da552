import { type AssistantCloudBackendOptions, readBackendSettings } from "./backend-settings.ts";
import type { MintedToken } from "./mint-outcome.ts";
import { mintWithRetries } from "./mint-with-retries.ts";
import { assertTokenIdentity, type TokenIdentity } from "./token-identity.ts";

/** A client that mints workspace tokens with a project's API key. */
export interface AssistantCloudBackend {
  auth: {
    tokens: {
      /**
       * Mints a workspace token. The token is valid for five minutes, unless a self-hosted server sets another
       * duration.
       *
       * `create` does not check whether the user may access the workspace, so check that first. `create` retries up to
       * two times within `timeoutMs`. It retries after a network error and after the statuses 502, 503, 504 and 429.
       * `create` does not retry if `Retry-After` exceeds two seconds, or if a 429 lacks `Retry-After`.
       *
       * @param identity the user and workspace; each id has 1 to 255 characters up to U+00FF, no whitespace and no
       *   control characters
       * @throws AssistantCloudAuthError `configuration` for an invalid id (before any request), a `baseUrl` that
       *   redirects, or an `apiKey` function whose result is not a valid key; `rejected` if the API refuses the API key
       *   or a reserved id; `rate_limited` after a 429; `network` if the API cannot be reached or does not respond in
       *   time; `identity_mismatch` if the ids in the returned token differ from `identity`; `exchange_failed` for any
       *   other response
       */
      create(identity: TokenIdentity): Promise<MintedToken>;
    };
  };
}

/**
 * Creates a client that mints workspace tokens with a project's API key. Use it only on a server.
 *
 * @param options the API key and the connection settings
 * @throws `configuration` in a browser or a React Native app, for a missing or malformed API key, and for an invalid
 *   `baseUrl`, `fetch` or `timeoutMs`
 */
export function createAssistantCloudBackend(options: AssistantCloudBackendOptions): AssistantCloudBackend {
  const settings = readBackendSettings(options);
  return {
    auth: {
      tokens: {
        async create(identity) {
          assertTokenIdentity(identity);
          // The caller may change the object before a retry, so copy the ids that were checked.
          const { workspaceId, userId } = identity;
          return mintWithRetries(settings, { workspaceId, userId });
        },
      },
    },
  };
}
