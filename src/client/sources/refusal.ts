import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";

const SESSION_ENDED = /^(login_required|invalid_grant)$/;
// OpenID Connect has an extension for `unmet_authentication_requirements`, and RFC 9470 (step-up authentication) defines
// `insufficient_user_authentication`. Auth0 adds `mfa_required` and `missing_refresh_token`.
const NEEDS_USER =
  /^((interaction|consent|mfa|account_selection)_required$|missing_refresh_token$|(unmet|insufficient_user)_authentication)/;

/**
 * Converts an error of a provider's SDK. `login_required` and `invalid_grant` become `signed_out`, which signs the user
 * out in all tabs. `consent_required` and similar codes become `interaction_required`. The function returns all other
 * errors unchanged, and also any error whose `status` is 429 or higher. The engine retries after an unchanged error of
 * the SDK.
 *
 * @param thrown the SDK's error; its member `error` is the OAuth error code, if the provider returned one
 * @param open the call that signs the user in, for the remedy. Default: the provider's popup or redirect
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthError
 */
export function toRefusal(thrown: unknown, open?: string): unknown {
  const { error, status } = { ...(thrown as { error?: unknown; status?: unknown } | null | undefined) };
  // A server that fails (5xx) or limits the rate (429) does not know the session, so ignore its error code.
  if (Number(status) >= 429) return thrown;
  const reason = String(error);
  if (SESSION_ENDED.test(reason)) return signedOut(thrown);
  return NEEDS_USER.test(reason) ? interactionRequired(reason, open, thrown) : thrown;
}

/**
 * Returns the error for a session that the auth provider has ended. When a token source throws this error, the engine
 * signs the user out in all tabs.
 */
export function signedOut(cause?: unknown): AssistantCloudAuthError {
  return new AssistantCloudAuthError("signed_out", forDeveloper("The auth provider has ended the session."), { cause });
}

/**
 * Returns the error for an auth provider that requires an action of the user.
 *
 * @param reason the provider's error code, or other words that complete "The auth provider answered …"
 * @param open the call that signs the user in, for the remedy. Default: the provider's popup or redirect
 */
export function interactionRequired(reason: string, open?: string, cause?: unknown): AssistantCloudAuthError {
  return new AssistantCloudAuthError(
    "interaction_required",
    forDeveloper(() => `The auth provider answered ${reason}.`),
    {
      cause,
      remedy: open === undefined ? open : forDeveloper(() => `Sign the user in again with ${open}.`),
    },
  );
}
