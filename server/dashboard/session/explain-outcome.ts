import type { SignInOutcome } from "../../src/admin/admin-api.ts";
import { ApiError } from "../api/api-error.ts";

type Text = (name: string) => readonly [error: string, remedy: string];

/**
 * The message and remedy for each way in which a sign-in with the team's OpenID provider can fail. No text reveals
 * which users may sign in.
 */
const TEXTS: Readonly<Record<SignInOutcome, Text>> = {
  cancelled: (name) => [`The sign-in with ${name} was canceled.`, "Nothing has changed. Try again."],
  not_allowed: (name) => [
    `Your ${name} account is not allowed to use this dashboard.`,
    "Ask the operator of the authority for access, or sign in with another account.",
  ],
  stale: () => [
    "This sign-in was started in another window, was already used, or took longer than 10 minutes.",
    "Start again from here.",
  ],
  unreachable: (name) => [`Could not reach ${name}.`, "Wait a moment and try again."],
  failed: (name) => [
    `Sign-in with ${name} failed.`,
    "Try again. If it keeps failing, ask the operator of the authority to check its log.",
  ],
  too_many: () => ["Too many sign-in attempts from your address.", "Wait a minute and try again."],
  unavailable: () => ["The authority could not complete the sign-in.", "Wait a moment and try again."],
};

/** Reads the reason for a failed sign-in from a URL's query. Returns null if the query contains no known reason. */
export function outcomeOf(search: string): SignInOutcome | null {
  const value = new URLSearchParams(search).get("sign-in") ?? "";
  return Object.hasOwn(TEXTS, value) ? (value as SignInOutcome) : null;
}

/**
 * Converts the reason of a failed sign-in to an error with a message and a remedy.
 *
 * @param name the display name of the team's OpenID provider
 */
export function explainOutcome(outcome: SignInOutcome, name: string): ApiError {
  const [error, remedy] = TEXTS[outcome](name);
  return new ApiError(0, { error, code: outcome, remedy }, null);
}
