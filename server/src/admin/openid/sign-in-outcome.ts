/**
 * The reasons why a sign-in with the team's OpenID provider failed. The dashboard's URL contains the reason as the
 * value of a parameter.
 *
 * - `cancelled`: the user or the provider canceled the sign-in.
 * - `not_allowed`: the user has an account at the provider but may not use this dashboard.
 * - `stale`: the sign-in was started in another browser, has expired or has been used.
 * - `unreachable`: the provider does not respond, or reports a temporary failure.
 * - `failed`: the provider rejected the sign-in, or its response is invalid.
 * - `too_many`: too many sign-in attempts came from the user's IP address.
 * - `unavailable`: the authority could not complete the sign-in.
 */
export const SIGN_IN_OUTCOMES = [
  "cancelled",
  "not_allowed",
  "stale",
  "unreachable",
  "failed",
  "too_many",
  "unavailable",
] as const;

export type SignInOutcome = (typeof SIGN_IN_OUTCOMES)[number];

/** The name of the URL parameter whose value is a {@link SignInOutcome}. */
export const OUTCOME_PARAMETER = "sign-in";

/** A failed sign-in with the OpenID provider. */
export class SignInFailure extends Error {
  constructor(
    readonly outcome: SignInOutcome,
    /**
     * Why the sign-in failed. The operator's log contains this text, so the text contains no personal data. Null if the
     * operator has nothing to fix.
     */
    readonly reason: string | null = null,
  ) {
    super(outcome);
  }
}
