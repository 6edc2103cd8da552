// Compiled, not run: the SDK's types must fit the hook's parameters.
import type { Auth, User } from "firebase/auth";
import { type FirebaseAuth, type FirebaseUser, useFirebaseTokenSource } from "../../src/integrations/firebase.ts";

declare const auth: Auth;
declare const user: User;
auth satisfies FirebaseAuth;
user satisfies FirebaseUser;

export function NeedsAuth() {
  // @ts-expect-error takes the Auth object, not the user
  return useFirebaseTokenSource(user);
}
