import { Button } from "../ui/button.tsx";
import { PasswordForm } from "./password-form.tsx";
import { PASSWORD_HINT } from "./password-hint.ts";
import type { SetUpLink } from "./set-up-link.ts";
import { useStartSession } from "./use-session.ts";

interface SetUpProps {
  link: SetUpLink;
  /** Called after the user has set a password, or when the user continues without the link. */
  onLeave(): void;
}

/** Shows the form in which a user with a set-up link sets a password. */
export function SetUp({ link: { token, name }, onLeave }: SetUpProps) {
  const setUp = useStartSession("setup");
  return (
    <PasswordForm
      title="Set your password"
      summary={
        name === null
          ? "You are the first admin. Choose the name you sign in with; the audit log shows it. This link works only once."
          : `For ${name}, who can change auth rules, API keys and signing keys. This link works only once.`
      }
      action="Set password"
      name={name}
      autoComplete="new-password"
      hint={PASSWORD_HINT}
      isBusy={setUp.isPending}
      error={setUp.error}
      onSubmit={(body) => setUp.mutate({ token, ...body }, { onSuccess: onLeave })}
    >
      <Button kind="quiet" onClick={onLeave}>
        Continue without the link
      </Button>
    </PasswordForm>
  );
}
