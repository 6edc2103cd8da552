/**
 * Why a sign-in by the team's provider came to nothing, as the dashboard's address carries it.
 *
 * - `cancelled`: the person, or the provider, has broken it off.
 * - `not_allowed`: the provider knows the person, who may not enter here.
 * - `stale`: it was begun in another browser, too long ago, or has been used.
 * - `unreachable`: the provider does not answer.
 * - `failed`: the provider refused, or its answer does not hold.
 * - `too_many`: too many tries came from the address.
 * - `unavailable`: the authority itself could not finish it.
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

/** The parameter of the dashboard's address that carries a {@link SignInOutcome}. */
export const OUTCOME_PARAMETER = "sign-in";

/** A sign-in by the provider that came to nothing. */
export class SignInFailure extends Error {
  constructor(
    readonly outcome: SignInOutcome,
    /** For the operator, without anything of the person; null where nothing is wrong with the set-up. */
    readonly reason: string | null = null,
  ) {
    super(outcome);
  }
}
