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
  /** The message of the last request's error; null if the last request succeeded. */
  problem: string | null;
}

/** Returns the person's actions at the provider. Each action sends a real request, whose response is a new ID token. */
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

  // The silent sign-in fails while the user is signed out, so ignore that error.
  const returned = auth.error?.source === "signinCallback" ? auth.error.message : null;

  return {
    isBusy,
    problem: problem ?? returned,
    signIn: () => run(() => auth.signinRedirect()),
    // `login` makes the provider ask for a person again. Choosing another person ends the first one's session at the
    // provider.
    switchPerson: () => run(() => auth.signinPopup({ prompt: "login" })),
    switchOrganization: (id) => run(() => auth.signinSilent({ scope: scopeFor(id) })),
    signOut: () =>
      run(async () => {
        await fetch("/api/session", { method: "DELETE" });
        await auth.signoutRedirect();
      }),
  };
}
