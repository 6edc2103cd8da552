import { Activity, type ReactNode, useState } from "react";
import { Failure } from "../ui/answer.tsx";
import { NotSetUp } from "./not-set-up.tsx";
import { SetUp } from "./set-up.tsx";
import { useSetUpLink } from "./set-up-link.ts";
import { SignIn } from "./sign-in.tsx";
import { useSession } from "./use-session.ts";
import { useSignInOutcome } from "./use-sign-in-outcome.ts";

/**
 * Shows the dashboard to whoever is signed in, and the way in to everybody else. The address stays, so that sign-in leads back to the
 * same page; where the session ended by itself, the page with what was typed in it waits out of sight.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const [setUpLink, dropSetUpToken] = useSetUpLink();
  const session = useSession();
  const state = session.data;
  const isIn = state?.signedIn === true && setUpLink === null;
  const outcome = useSignInOutcome(isIn);
  const [isKept, setKept] = useState(false);
  if (isIn && !isKept) setKept(true);
  if (state?.wasLeft === true && isKept) setKept(false);
  const hasEnded = state?.signedIn === false && (isKept || state.hasEnded === true) && state.wasLeft !== true;
  return (
    <>
      {/* Out of sight, dialogs neither show nor hold the focus, and nothing is asked of the authority. */}
      {isKept && <Activity mode={isIn ? "visible" : "hidden"}>{children}</Activity>}
      {!isIn && wayIn()}
    </>
  );

  function wayIn(): ReactNode {
    if (setUpLink !== null) return <SetUp key={setUpLink.token} link={setUpLink} onLeave={dropSetUpToken} />;
    if (state !== undefined) {
      const { openId, isSetUp } = state;
      if (!isSetUp && openId === undefined) return <NotSetUp />;
      return <SignIn openId={openId} hasPassword={isSetUp} outcome={outcome} hasEnded={hasEnded} />;
    }
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
}
