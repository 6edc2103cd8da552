import { useEffect, useState } from "react";
import type { SignInOutcome } from "../../src/admin/admin-api.ts";
import { outcomeOf } from "./explain-outcome.ts";

/**
 * Returns why the sign-in with the team's OpenID provider failed; null without a failure, and after a sign-in. The
 * authority redirects to the dashboard and adds the reason to the URL's query. The hook removes the reason from the
 * URL, so that a reload does not show the reason again.
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
