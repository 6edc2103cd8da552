/**
 * Every reason for which this package can fail, as a closed union to switch on.
 *
 * - `unauthenticated`: the app's own backend, or the cloud, says that nobody is signed in.
 * - `source_failed`: the token source threw, or answered with an unexpected status.
 * - `source_timeout`: the token source did not settle before its deadline.
 * - `network`: a request could not be sent or its answer not read.
 * - `offline`: the same, while the browser reports that it is offline.
 * - `rate_limited`: the server answered 429; see `retryAt`.
 * - `rejected`: the server refused the credential (401 or 403). An exchange is retried while the provider returns new tokens.
 * - `exchange_failed`: the exchange of a provider token did not give a workspace token.
 * - `invalid_token`: what the source returned is not a workspace token.
 * - `expired_token`: the token has expired and no newer one can be had.
 * - `identity_mismatch`: the token belongs to another user or workspace than expected.
 * - `circuit_open`: too many failures in a row; no call is made before `retryAt`.
 * - `superseded`: the user or workspace changed while the call was under way.
 * - `interaction_required`: the auth provider wants to see the user: consent, multi-factor, a pending task.
 * - `token_revoked`: the server says that the user was signed out everywhere; the engine signs out in all tabs.
 * - `signed_out`: the token source returned `null`.
 * - `disposed`: the engine or its provider is gone.
 * - `configuration`: a mistake in the code or settings; retrying cannot help.
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
