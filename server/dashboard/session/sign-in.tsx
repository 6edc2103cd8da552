import "./entrance.css";
import type { OpenIdWay, SignInOutcome } from "../../src/admin/admin-api.ts";
import { Failure } from "../ui/answer.tsx";
import { explainOutcome } from "./explain-outcome.ts";
import { OpenIdLink } from "./openid-link.tsx";
import { PasswordForm } from "./password-form.tsx";
import { useEnter } from "./use-session.ts";

const SUMMARY = "This is the dashboard of an authority that issues workspace tokens.";

interface SignInProps {
  /** The team's provider; undefined where the password is the only way in. */
  openId: OpenIdWay | undefined;
  /** Whether a password has been set. */
  hasPassword: boolean;
  /** Why the last try by the provider came to nothing; null when it did not. */
  outcome: SignInOutcome | null;
  /** Whether a session has just ended here. */
  hasEnded: boolean;
}

/** Asks for the admin's password, or sends to the team's provider, whichever there is. */
export function SignIn({ openId, hasPassword, outcome, hasEnded }: SignInProps) {
  const signIn = useEnter("session");
  const told = openId === undefined || outcome === null ? null : explainOutcome(outcome, openId.name);
  const ended = hasEnded && (
    <p className="entrance-ended" role="status">
      Your session has ended. Sign in to continue where you were.
    </p>
  );
  if (openId !== undefined && (openId.only || !hasPassword)) {
    return (
      <main className="entrance">
        <div className="entrance-card">
          <img src="./mark.svg" alt="" width="34" height="34" />
          <h1>Sign in</h1>
          <p className="entrance-summary">{SUMMARY}</p>
          {ended}
          {told !== null && <Failure error={told} />}
          <OpenIdLink name={openId.name} isOnly />
          {!openId.only && (
            <p className="entrance-note">There is no password yet: the set-up link of the authority sets one.</p>
          )}
        </div>
      </main>
    );
  }
  return (
    <PasswordForm
      title="Sign in"
      summary={SUMMARY}
      notice={ended}
      action="Sign in"
      name={null}
      autoComplete="current-password"
      isBusy={signIn.isPending}
      error={signIn.error ?? told}
      onSubmit={(body) => signIn.mutate(body)}
    >
      {openId !== undefined && (
        <>
          <p className="entrance-or">or</p>
          <OpenIdLink name={openId.name} isOnly={false} />
        </>
      )}
    </PasswordForm>
  );
}
