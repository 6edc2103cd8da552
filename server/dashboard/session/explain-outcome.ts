import type { SignInOutcome } from "../../src/admin/admin-api.ts";
import { ApiError } from "../api/api-error.ts";

type Text = (name: string) => readonly [error: string, remedy: string];

/** What each outcome says, and what to do; never who would be let in. */
const TEXTS: Readonly<Record<SignInOutcome, Text>> = {
  cancelled: (name) => [`The sign-in with ${name} was broken off.`, "Nothing has changed. Try again if you like."],
  not_allowed: (name) => [
    `${name} knows you, but you may not enter this dashboard.`,
    "Ask whoever runs the authority to let you in, or sign in there as somebody else.",
  ],
  stale: () => [
    "This sign-in was begun in another window, has been used, or took longer than 10 minutes.",
    "Start it again from here.",
  ],
  unreachable: (name) => [`${name} could not be reached.`, "Wait a moment and try again."],
  failed: (name) => [
    `The sign-in with ${name} failed.`,
    "Try again; if it stays so, whoever runs the authority finds the reason in its log.",
  ],
  too_many: () => ["Too many tries came from your address.", "Wait a minute and try again."],
  unavailable: () => ["The authority could not finish the sign-in.", "Wait a moment and try again."],
};

/** Reads the outcome that an address's query carries; null when there is none that is known. */
export function outcomeOf(search: string): SignInOutcome | null {
  const value = new URLSearchParams(search).get("sign-in") ?? "";
  return Object.hasOwn(TEXTS, value) ? (value as SignInOutcome) : null;
}

/** An outcome as an error to be shown. */
export function explainOutcome(outcome: SignInOutcome, name: string): ApiError {
  const [error, remedy] = TEXTS[outcome](name);
  return new ApiError(0, { error, code: outcome, remedy }, null);
}
