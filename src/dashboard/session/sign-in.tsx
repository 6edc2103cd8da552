import { PasswordForm } from "./password-form.tsx";
import { useEnter } from "./use-session.ts";

/** Asks for the admin's password. */
export function SignIn() {
  const signIn = useEnter("session");
  return (
    <PasswordForm
      title="Sign in"
      summary="This is the dashboard of an authority that issues workspace tokens."
      action="Sign in"
      autoComplete="current-password"
      isBusy={signIn.isPending}
      error={signIn.error}
      onSubmit={(password) => signIn.mutate({ password })}
    />
  );
}
