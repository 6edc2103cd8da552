import { useEffect, useRef, useState } from "react";
import { hasAuthParams, useAuth } from "react-oidc-context";

/**
 * Signs in silently after a reload if the provider still has the person's session. Returns true while the sign-in is
 * pending.
 */
export function useRestoredSession(): boolean {
  const { isLoading, user, signinSilent, error } = useAuth();
  const [settled, setSettled] = useState(() => hasAuthParams());
  const hasStarted = useRef(false);

  useEffect(() => {
    if (settled || hasStarted.current || isLoading) return;
    hasStarted.current = true;
    const done = () => setSettled(true);
    if (user || error) done();
    else signinSilent().then(done, done);
  }, [settled, isLoading, user, error, signinSilent]);

  return !settled || (isLoading && !user);
}
