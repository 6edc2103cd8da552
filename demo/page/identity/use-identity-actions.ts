import { useState } from "react";
import { useAuth } from "react-oidc-context";
import { scopeFor } from "./identity.ts";

export interface IdentityActions {
  signIn(): void;
  switchPerson(): void;
  switchOrganization(id: string): void;
  signOut(): void;
  /** Whether a request to the provider is pending. */
  isBusy: boolean;
  /**
   * The error message of the last request, or of the last redirect from the provider to the page. Null without an
   * error.
   */
  problem: string | null;
}

/** Returns the actions that send a request to the OpenID provider. All except `signOut` result in a new ID token. */
export function useIdentityActions(): IdentityActions {
  const auth = useAuth();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const run = (action: () => Promise<unknown>) => {
    setBusy(true);
    setProblem(null);
    action()
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : "The provider did not answer."))
      .finally(() => setBusy(false));
  };

  // Show an error of the redirect back from the provider. Ignore one of the silent sign-in, which fails while the user
  // is signed out.
  const returned = auth.error?.source === "signinCallback" ? auth.error.message : null;

  return {
    isBusy,
    problem: problem ?? returned,
    signIn: () => run(() => auth.signinRedirect()),
    // With `prompt: "login"`, the provider asks for a person again. The choice of another person ends the current
    // session at the provider.
    switchPerson: () => run(() => auth.signinPopup({ prompt: "login" })),
    switchOrganization: (id) => run(() => auth.signinSilent({ scope: scopeFor(id) })),
    signOut: () =>
      run(async () => {
        await fetch("/api/session", { method: "DELETE" });
        await auth.signoutRedirect();
      }),
  };
}
