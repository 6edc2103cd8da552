import type { AssistantCloudAuthErrorCode } from "./error-code.ts";

const remedies: Record<AssistantCloudAuthErrorCode, string> = {
  unauthenticated: "Sign the user in again, then retry.",
  source_failed: "Fix the token source; see `cause`. The engine retries automatically.",
  source_timeout:
    "Make the source faster or raise `sourceTimeoutMs`. Don't call `getToken()` or an authorized fetch in it: they wait for it.",
  network:
    "Check the connection, `baseUrl`, redirects to another origin, and which origins and headers (such as `traceparent`) the server allows.",
  offline: "Go online; the engine then renews the token automatically.",
  rate_limited: "Wait until `retryAt`.",
  rejected: "Check that an auth rule matches the token's issuer, audience and algorithm.",
  exchange_failed: "Check `baseUrl` and the server's log.",
  invalid_token: "Return the bare workspace token (a JWT) from the token source.",
  expired_token: "Return a new token from the token source, not a cached one.",
  identity_mismatch: "Give the token source a `key` that names user and organization.",
  circuit_open: "Fix the failure in `cause`; then call `reset()` or wait until `retryAt`.",
  superseded: "Call again; the engine is fetching the new user's token.",
  interaction_required: "Sign the user in again with the provider's popup or redirect.",
  token_revoked: "Sign the user in again; the new session gets a new token.",
  signed_out: "Sign the user in first.",
  disposed: "Use an engine or provider that is still mounted.",
  configuration: "Fix the code or setting that the message names.",
};

/** Returns the default remedy for an error code; undefined in the `production` build, which contains no remedies. */
export function remedyFor(code: AssistantCloudAuthErrorCode): string | undefined {
  return remedies[code];
}
