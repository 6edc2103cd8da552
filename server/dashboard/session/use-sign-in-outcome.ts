import { useEffect, useState } from "react";
import type { SignInOutcome } from "../../src/admin/admin-api.ts";
import { outcomeOf } from "./explain-outcome.ts";

/**
 * Returns why the sign-in with the team's OpenID provider failed; null if it has not failed. The provider's redirect
 * puts the reason into the URL's query. The hook removes it from the URL, so a reload does not show it again. It also
 * drops the reason when the user has signed in.
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
