"use client";

import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { requireMembers } from "./shared/require-members.ts";
import { useSubscription } from "./shared/use-subscription.ts";

/** The part of a user of `firebase/auth` that {@link useFirebaseTokenSource} uses. */
export interface FirebaseUser {
  readonly uid: string;
  readonly tenantId: string | null;
  getIdToken(forceRefresh?: boolean): Promise<string>;
}

/** The part of `Auth` of `firebase/auth` that {@link useFirebaseTokenSource} uses. */
export interface FirebaseAuth {
  onIdTokenChanged(listener: (user: FirebaseUser | null) => void): () => void;
}

/** Options of {@link useFirebaseTokenSource}. */
export interface FirebaseTokenSourceOptions {
  /**
   * The organization in a custom claim of the ID token. When the organization changes, the engine drops the workspace
   * token. Change this option only after `user.getIdToken(true)` has returned a token with the new claim. Default:
   * none.
   */
  organization?: string | null;
}

/** The start of the Auth emulator's unsigned tokens: `{"alg":"n` in base64url. */
const UNSIGNED_HEADER = "eyJhbGciOiJu";

/**
 * Returns a token source for Firebase Authentication. The cloud exchanges the user's ID token for a workspace token
 * under an auth rule.
 *
 * When the user or tenant (Identity Platform) changes, the engine drops the old workspace token before it fetches
 * another. When Firebase refuses the refresh token, the engine signs the user out, and usually Firebase's SDK does too.
 * The engine retries after all other errors of the SDK.
 *
 * @param auth the result of `getAuth()`
 * @param options the user's organization
 * @throws `configuration` during rendering if an argument is invalid. `getToken` rejects with `configuration` for a
 *   token of the Auth emulator, which is not signed
 * @see https://firebase.google.com/docs/auth/admin/verify-id-tokens
 */
export function useFirebaseTokenSource(auth: FirebaseAuth, options: FirebaseTokenSourceOptions = {}): TokenSource {
  requireMembers(
    auth,
    ["onIdTokenChanged"],
    "useFirebaseTokenSource",
    forDeveloper("the Auth that getAuth() returned"),
  );
  const user = useSubscription(auth, subscribe);
  return useProviderTokenSource({
    isLoading: user === undefined,
    identity: user ? [user.uid, user.tenantId, options.organization] : null,
    // The SDK creates a new user object at each sign-in and keeps it for renewed tokens, so it identifies the session.
    session: user,
    isOwn: ({ sub }) => sub === user?.uid,
    async getToken({ forceRefresh }) {
      const token = await (user as FirebaseUser).getIdToken(forceRefresh).catch((error) => {
        // Firebase's SDK keeps the user after this error, but signs the user out after the other refusals.
        throw error.code === "auth/invalid-refresh-token" ? signedOut(error) : error;
      });
      if (!token.startsWith(UNSIGNED_HEADER)) return token;
      throw new AssistantCloudAuthError(
        "configuration",
        forDeveloper("Tokens of the Firebase Auth emulator are not signed."),
        {
          remedy: forDeveloper("Sign in to a real Firebase project, or use the backend integration with the emulator."),
        },
      );
    },
  });
}

/**
 * Adds a listener; returns a function that removes it. Firebase calls the listener after startup, each sign-in, each
 * sign-out and each new token. The user is null when no user is signed in.
 */
function subscribe(auth: FirebaseAuth, listener: (user: FirebaseUser | null) => void): () => void {
  return auth.onIdTokenChanged(listener);
}
