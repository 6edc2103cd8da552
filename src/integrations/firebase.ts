"use client";

import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { requireMembers } from "./shared/require-members.ts";
import { useFollowed } from "./shared/use-followed.ts";

/** The part of a user of `firebase/auth` that is used. */
export interface FirebaseUser {
  readonly uid: string;
  readonly tenantId: string | null;
  getIdToken(forceRefresh?: boolean): Promise<string>;
}

/** The part of the `Auth` of `firebase/auth` that is used. */
export interface FirebaseAuth {
  onIdTokenChanged(listener: (user: FirebaseUser | null) => void): () => void;
}

/** What {@link useFirebaseTokenSource} takes besides. */
export interface FirebaseTokenSourceOptions {
  /**
   * The organization that a custom claim of the ID token names, when the app has one: a change drops the old
   * token. Change it once `user.getIdToken(true)` has brought the new claim. Default: none.
   */
  organization?: string | null;
}

/** `{"alg":"n` in base64url: how the header of an Auth emulator's token begins, because the emulator writes the algorithm first. */
const UNSIGNED_HEADER = "eyJhbGciOiJu";

/**
 * A token source for Firebase Authentication: the user's ID token, exchanged under an auth rule.
 *
 * The token is one of user and tenant (Identity Platform); a switch of either drops the workspace token before. A
 * refresh token that Firebase refuses signs the user out, in Firebase too; every other failure is retried.
 *
 * @param auth the result of `getAuth()`
 * @throws `configuration` while rendering, when `auth` is not Firebase's; `getToken` rejects with it for a token of
 * the Auth emulator, which is not signed
 * @see https://firebase.google.com/docs/auth/admin/verify-id-tokens
 */
export function useFirebaseTokenSource(auth: FirebaseAuth, options: FirebaseTokenSourceOptions = {}): TokenSource {
  requireMembers(auth, ["onIdTokenChanged"], "useFirebaseTokenSource", "the Auth that getAuth() returned");
  const user = useFollowed(auth, follow);
  return useProviderTokenSource({
    isLoading: user === undefined,
    identity: user ? [user.uid, user.tenantId, options.organization] : null,
    isOwn: ({ sub }) => sub === user?.uid,
    async getToken({ forceRefresh }) {
      const token = await (user as FirebaseUser).getIdToken(forceRefresh);
      if (!token.startsWith(UNSIGNED_HEADER)) return token;
      throw new AssistantCloudAuthError(
        "configuration",
        forDeveloper("Tokens of the Firebase Auth emulator are not signed."),
        {
          remedy: forDeveloper(
            "Sign in to a real Firebase project, or use the backend integration while you use the emulator.",
          ),
        },
      );
    },
  });
}

/** Firebase tells first when it has restored the user, and again at every new token. */
function follow(auth: FirebaseAuth, tell: (user: FirebaseUser | null) => void): () => void {
  return auth.onIdTokenChanged(tell);
}
