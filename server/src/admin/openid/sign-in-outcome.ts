/**
 * The reasons why a sign-in with the team's OpenID provider failed, as values of a parameter of the dashboard's URL.
 *
 * - `cancelled`: the user or the provider canceled the sign-in.
 * - `not_allowed`: the user has an account at the provider but may not use this dashboard.
 * - `stale`: the sign-in was started in another browser, has expired or has been used.
 * - `unreachable`: the provider does not respond, or reports a temporary failure.
 * - `failed`: the provider rejected the sign-in, or its response is invalid.
 * - `too_many`: the address has made too many attempts.
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

/** The parameter of the dashboard's URL that contains a {@link SignInOutcome}. */
export const OUTCOME_PARAMETER = "sign-in";

/** A failed sign-in with the OpenID provider. */
export class SignInFailure extends Error {
  constructor(
    readonly outcome: SignInOutcome,
    /**
     * Why the sign-in failed, for the operator's log, without personal data. Null if the operator has nothing to fix.
     */
    readonly reason: string | null = null,
  ) {
    super(outcome);
  }
}
