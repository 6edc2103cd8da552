/**
 * The reasons why a sign-in with the team's OpenID provider failed, as values of a parameter of the dashboard's URL.
 *
 * - `cancelled`: the user or the provider canceled it.
 * - `not_allowed`: the user has an account at the provider but may not use this dashboard.
 * - `stale`: it was started in another browser, has expired or has been used.
 * - `unreachable`: the provider does not respond.
 * - `failed`: the provider rejected it, or its response is invalid.
 * - `too_many`: there were too many attempts from the address.
 * - `unavailable`: the authority could not complete it.
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

/** One of {@link SIGN_IN_OUTCOMES}. */
export type SignInOutcome = (typeof SIGN_IN_OUTCOMES)[number];

/** The parameter of the dashboard's URL with a {@link SignInOutcome}. */
export const OUTCOME_PARAMETER = "sign-in";

/** A failed sign-in with the OpenID provider. */
export class SignInFailure extends Error {
  constructor(
    readonly outcome: SignInOutcome,
    /** The reason for the operator, without personal data; null if there is nothing to fix. */
    readonly reason: string | null = null,
  ) {
    super(outcome);
  }
}
