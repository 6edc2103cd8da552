import { useEffect, useState } from "react";
import type { SignInOutcome } from "../../src/admin/admin-api.ts";
import { outcomeOf } from "./explain-outcome.ts";

/**
 * Why the sign-in by the team's provider, from which the page was opened, came to nothing. It is taken out of the address, so that a
 * reload does not tell of it again, and forgotten once somebody is in.
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
