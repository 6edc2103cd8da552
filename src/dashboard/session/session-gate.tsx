import { type ReactNode, useState } from "react";
import { Failure } from "../ui/answer.tsx";
import { PasswordForm } from "./password-form.tsx";
import { takeSetUpToken } from "./set-up-token.ts";
import { useEnter, useSession } from "./use-session.ts";

/** Shows the dashboard to whoever is signed in, and the way in to everybody else. The address stays, so that sign-in leads back to the same page. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [setUpToken, setSetUpToken] = useState(takeSetUpToken);
  const session = useSession();
  const signIn = useEnter("session");
  const setUp = useEnter("setup");
  if (setUpToken !== null) {
    return (
      <PasswordForm
        title="Set the admin password"
        summary="Whoever has it can change auth rules, API keys and signing keys. The link you came by works this once."
        action="Set the password"
        autoComplete="new-password"
        hint="At least 12 characters; a few words that only you would put together are best."
        isBusy={setUp.isPending}
        error={setUp.error}
        onSubmit={(password) => setUp.mutate({ token: setUpToken, password }, { onSuccess: () => setSetUpToken(null) })}
      />
    );
  }
  const state = session.data;
  if (state === undefined) {
    return (
      <main className="entrance">
        {session.error === null ? (
          <p role="status">Opening the dashboard …</p>
        ) : (
          <Failure error={session.error} isRetrying={session.isFetching} onRetry={() => void session.refetch()} />
        )}
      </main>
    );
  }
  if (state.signedIn) return children;
  if (!state.isSetUp) return <NotSetUp />;
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

function NotSetUp() {
  return (
    <main className="entrance">
      <div className="entrance-card">
        <img src="./mark.svg" alt="" width="34" height="34" />
        <h1>No admin yet</h1>
        <p>
          Open the set-up link that the authority printed when it started. It works once and for an hour; a new one is
          made by this command on the authority's machine:
        </p>
        <pre>
          <code>npx assistant-cloud-auth admin reset</code>
        </pre>
      </div>
    </main>
  );
}
