import { useEffect, useState } from "react";
import type { SignInOutcome } from "../../src/admin/admin-api.ts";
import { outcomeOf } from "./explain-outcome.ts";

/**
 * Returns why the sign-in with the team's OpenID provider failed; null if it has not failed. After a failure, the
 * authority redirects to the dashboard with the reason in the URL's query. The hook removes the reason from the URL, so
 * a reload does not show the reason again. Once the user has signed in, the hook returns null.
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
