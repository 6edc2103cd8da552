import { Button } from "../ui/button.tsx";
import { PasswordForm } from "./password-form.tsx";
import { PASSWORD_HINT } from "./password-hint.ts";
import { useEnter } from "./use-session.ts";

interface SetUpProps {
  token: string;
  /** The link is used up, or not wanted. */
  onLeave(): void;
}

/** Asks whoever came by a set-up link for a new password. */
export function SetUp({ token, onLeave }: SetUpProps) {
  const setUp = useEnter("setup");
  return (
    <PasswordForm
      title="Set the admin password"
      summary="Whoever has it can change auth rules, API keys and signing keys. The link you came by works this once."
      action="Set the password"
      autoComplete="new-password"
      hint={PASSWORD_HINT}
      isBusy={setUp.isPending}
      error={setUp.error}
      onSubmit={(password) => setUp.mutate({ token, password }, { onSuccess: onLeave })}
    >
      <Button kind="quiet" onClick={onLeave}>
        Go on without the link
      </Button>
    </PasswordForm>
  );
}
