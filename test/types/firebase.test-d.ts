// Compiled, not run: the SDK's own types fit ours.
import type { Auth, User } from "firebase/auth";
import { type FirebaseAuth, type FirebaseUser, useFirebaseTokenSource } from "../../src/integrations/firebase.ts";

declare const auth: Auth;
declare const user: User;
auth satisfies FirebaseAuth;
user satisfies FirebaseUser;

export function NeedsAuth() {
  // @ts-expect-error the Auth, not the user
  return useFirebaseTokenSource(user);
}
