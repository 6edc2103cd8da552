import { useEffect, useState } from "react";
import type { SignInOutcome } from "../../src/admin/admin-api.ts";
import { outcomeOf } from "./explain-outcome.ts";

/**
 * Returns why the sign-in with the team's provider failed; null without a failure. Removes the outcome from the URL, so
 * that a reload does not show it again. Drops it once the user is signed in.
 */
export function useSignInOutcome(isIn: boolean): SignInOutcome | null {
  const [outcome, setOutcome] = useState(() => outcomeOf(location.search));
  if (isIn && outcome !== null) setOutcome(null);
  useEffect(() => {
    if (new URLSearchParams(location.search).has("sign-in")) {
      history.replaceState(null, "", `${location.pathname}${location.hash}`);
    }
  }, []);
  return outcome;
}
