import type { UserManager } from "oidc-client-ts";
import type { Identity } from "../identity/identity.ts";
import { readIdToken } from "./direct-source.ts";

/**
 * The person's session at the app's own backend. `ensure` opens the session unless it is already open. After `forget`,
 * the next `ensure` call opens a new session.
 */
export interface BackendSession {
  ensure(identity: Identity, signal: AbortSignal): Promise<void>;
  forget(): void;
}

export function createBackendSession(manager: UserManager): BackendSession {
  let openKey: string | null = null;
  return {
    async ensure(identity, signal) {
      if (openKey === identity.key) return;
      const idToken = await readIdToken(manager, identity, false);
      if (idToken === null) throw new Error("The user is signed out at the provider.");
      const response = await fetch("/api/session", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ idToken }),
        signal,
      });
      if (!response.ok) throw new Error(`The backend refused the session (${response.status}).`);
      openKey = identity.key;
    },
    forget() {
      openKey = null;
    },
  };
}
