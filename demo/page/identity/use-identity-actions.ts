import { useState } from "react";
import { useAuth } from "react-oidc-context";
import { scopeFor } from "./identity.ts";

export interface IdentityActions {
  signIn(): void;
  switchPerson(): void;
  switchOrganization(id: string): void;
  signOut(): void;
  /** A request to the provider is under way. */
  isBusy: boolean;
  /** Why the last one failed. */
  problem: string | null;
}

/** What the person can ask of the provider: each is a real request to it, answered by a new ID token. */
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

  // The silent sign-in fails while the user is signed out, which is not a problem.
  const returned = auth.error?.source === "signinCallback" ? auth.error.message : null;

  return {
    isBusy,
    problem: problem ?? returned,
    signIn: () => run(() => auth.signinRedirect()),
    // `login` makes the provider ask again; choosing another person ends the first one's session there.
    switchPerson: () => run(() => auth.signinPopup({ prompt: "login" })),
    switchOrganization: (id) => run(() => auth.signinSilent({ scope: scopeFor(id) })),
    signOut: () =>
      run(async () => {
        await fetch("/api/session", { method: "DELETE" });
        await auth.signoutRedirect();
      }),
  };
}
