import "./sign-in.css";
import type { OpenIdSignIn, SignInOutcome } from "../../src/admin/admin-api.ts";
import { Failure } from "../ui/query-result.tsx";
import { explainOutcome } from "./explain-outcome.ts";
import { OpenIdLink } from "./openid-link.tsx";
import { PasswordForm } from "./password-form.tsx";
import { useStartSession } from "./use-session.ts";

const SUMMARY = "Sign in to manage auth rules, API keys and signing keys.";

interface SignInProps {
  /** The team's OpenID provider; undefined if admins sign in only with a password. */
  openId: OpenIdSignIn | undefined;
  /** Whether at least one admin has a password. */
  hasPassword: boolean;
  /** The reason for the last failed sign-in with the OpenID provider; null without a failed sign-in. */
  outcome: SignInOutcome | null;
  /** Whether this browser's session has ended without a sign-out in this page, for example by expiry. */
  hasEnded: boolean;
}

/** Shows the form for the admin's password, the link to the team's OpenID provider, or both. */
export function SignIn({ openId, hasPassword, outcome, hasEnded }: SignInProps) {
  const signIn = useStartSession("session");
  const outcomeError = openId === undefined || outcome === null ? null : explainOutcome(outcome, openId.name);
  const ended = hasEnded && (
    <p className="sign-in-ended" role="status">
      Your session has ended. Sign in to continue where you left off.
    </p>
  );
  if (openId !== undefined && (openId.only || !hasPassword)) {
    return (
      <main className="sign-in-page">
        <div className="sign-in-card">
          <img src="./mark.svg" alt="" width="34" height="34" />
          <h1>Sign in</h1>
          <p className="sign-in-summary">{SUMMARY}</p>
          {ended}
          {outcomeError !== null && <Failure error={outcomeError} />}
          <OpenIdLink name={openId.name} isOnly />
          {!openId.only && (
            <p className="sign-in-note">No password is set yet. Use the authority’s set-up link to set one.</p>
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
      error={signIn.error ?? outcomeError}
      onSubmit={(body) => signIn.mutate(body)}
    >
      {openId !== undefined && (
        <>
          <p className="sign-in-divider">or</p>
          <OpenIdLink name={openId.name} isOnly={false} />
        </>
      )}
    </PasswordForm>
  );
}
