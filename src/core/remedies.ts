import type { AssistantCloudAuthErrorCode } from "./error-code.ts";

const remedies: Record<AssistantCloudAuthErrorCode, string> = {
  unauthenticated: "Sign the user in again, then retry.",
  source_failed: "Check `cause` and correct the token source; the engine retries by itself.",
  source_timeout:
    "Make the source faster or raise `sourceTimeoutMs`. It must not use `getToken()` or an authorized fetch: they wait for it.",
  network: "Check the connection, `baseUrl`, and which origins and headers (such as `traceparent`) the server allows.",
  offline: "Go online; the token is renewed by itself.",
  rate_limited: "Wait until `retryAt`.",
  rejected: "Check that an auth rule matches the token's issuer, audience and algorithm.",
  exchange_failed: "Check `baseUrl` and the server's log.",
  invalid_token: "Return the bare workspace token, a JWT, from the token source.",
  expired_token: "Make the token source return a new token, not a cached one.",
  identity_mismatch: "Give the token source a `key` that names user and organization.",
  circuit_open: "Correct the failure in `cause`; retry by hand or wait until `retryAt`.",
  superseded: "Ask again; the new user's token is on its way.",
  interaction_required: "Sign the user in again by the provider's popup or redirect.",
  token_revoked: "Sign the user in again; the new session gets a new token.",
  signed_out: "Sign in first.",
  disposed: "Use an engine or provider that is still mounted.",
  configuration: "Correct the code or setting that the message names.",
};

/** Returns what a developer can do about an error of which no more is known; as {@link forDeveloper}, undefined in production. */
export function remedyFor(code: AssistantCloudAuthErrorCode): string | undefined {
  return remedies[code];
}
