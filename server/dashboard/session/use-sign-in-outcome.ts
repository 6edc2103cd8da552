import { useEffect, useState } from "react";
import type { SignInOutcome } from "../../src/admin/admin-api.ts";
import { outcomeOf } from "./explain-outcome.ts";

/**
 * Returns why the sign-in with the team's provider failed; null if it did not fail. Removes the outcome from the URL,
 * so that a reload does not show the outcome again. Drops the outcome when the user has signed in.
 */
export function useSignInOutcome(isSignedIn: boolean): SignInOutcome | null {
  const [outcome, setOutcome] = useState(() => outcomeOf(location.search));
  if (isSignedIn && outcome !== null) setOutcome(null);
  useEffect(() => {
    if (new URLSearchParams(location.search).has("sign-in")) {
      history.replaceState(null, "", `${location.pathname}${location.hash}`);
    }
  }, []);
  return outcome;
}
