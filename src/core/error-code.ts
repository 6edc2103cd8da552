/**
 * Every error code of this package. The union is closed, so a `switch` on the code can be exhaustive.
 *
 * - `unauthenticated`: the app's own backend reports that no user is signed in, or its token route redirects to a page.
 * - `source_failed`: the token source threw, or its server responded with an unexpected status.
 * - `source_timeout`: the token source did not settle before its deadline.
 * - `network`: a request could not be sent, or its response could not be read.
 * - `offline`: a request or the token source failed, and the browser reports that it is offline.
 * - `rate_limited`: the server responded with 429; see `retryAt`.
 * - `rejected`: the server refused the credential (401 or 403). The engine retries a refused exchange until the cloud
 *   has refused the same provider token 8 times.
 * - `exchange_failed`: the exchange of a provider token returned no workspace token.
 * - `invalid_token`: the source returned a value that is not a workspace token.
 * - `expired_token`: the token has expired and could not be renewed, or the source returned an expired token.
 * - `identity_mismatch`: the token does not belong to the expected user and workspace.
 * - `circuit_open`: the engine makes no call before `retryAt`. Calls have failed repeatedly, the limit of calls per
 *   minute is reached, or the last call returned the current token again.
 * - `superseded`: the user, workspace or token changed during the call.
 * - `interaction_required`: the auth provider requires an action of the user, such as consent, multi-factor
 *   authentication or a step to complete the account.
 * - `token_revoked`: the server reports that the user was signed out everywhere; the engine signs out in all tabs.
 * - `signed_out`: no user is signed in, because the token source returned `null` or the user signed out.
 * - `disposed`: the engine was disposed, or its provider was unmounted.
 * - `configuration`: the code or a setting is invalid, so a retry cannot succeed.
 */
export type AssistantCloudAuthErrorCode =
  | "unauthenticated"
  | "source_failed"
  | "source_timeout"
  | "network"
  | "offline"
  | "rate_limited"
  | "rejected"
  | "exchange_failed"
  | "invalid_token"
  | "expired_token"
  | "identity_mismatch"
  | "circuit_open"
  | "superseded"
  | "interaction_required"
  | "token_revoked"
  | "signed_out"
  | "disposed"
  | "configuration";
