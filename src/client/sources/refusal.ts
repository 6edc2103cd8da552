import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";

const OVER = /^(login_required|invalid_grant)$/;
// The last one is Auth0's.
const ASKS = /^((interaction|consent|mfa|account_selection)_required|missing_refresh_token)$/;

/**
 * Returns what a failure of a provider's SDK means. `login_required` and `invalid_grant` end the session, in all tabs;
 * `consent_required` and the like ask for the user. Everything else is returned as it is: an outage, which the engine
 * retries.
 *
 * @param thrown the SDK's error; its member `error` is OAuth's code, where the provider answered with one
 * @param open what the app calls to let the user sign in, for the remedy. Default: the provider's popup or redirect
 * @see https://openid.net/specs/openid-connect-core-1_0.html#AuthError
 */
export function toRefusal(thrown: unknown, open?: string): unknown {
  const { error, status } = { ...(thrown as { error?: unknown; status?: unknown } | null | undefined) };
  // A server that is failing says nothing about the session, whatever its body holds.
  if (Number(status) >= 429) return thrown;
  const reason = String(error);
  if (OVER.test(reason)) return signedOut(thrown);
  return ASKS.test(reason) ? interactionRequired(reason, open, thrown) : thrown;
}

/** Returns the error of a session that the provider has ended: it signs the user out, in all tabs. */
export function signedOut(cause?: unknown): AssistantCloudAuthError {
  return new AssistantCloudAuthError("signed_out", forDeveloper("The auth provider has ended the session."), { cause });
}

/** Returns the error of a provider that asks for the user; `open` as in {@link toRefusal}. */
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
