import { Activity, type ReactNode, useState } from "react";
import { Failure } from "../ui/query-result.tsx";
import { NotSetUp } from "./not-set-up.tsx";
import { SetUp } from "./set-up.tsx";
import { useSetUpLink } from "./set-up-link.ts";
import { SignIn } from "./sign-in.tsx";
import { useSession } from "./use-session.ts";
import { useSignInOutcome } from "./use-sign-in-outcome.ts";

/**
 * Shows the dashboard to a signed-in admin, and the sign-in form to any other user. A set-up link in the URL opens the
 * set-up form instead. The sign-in does not change the URL's fragment, so the admin returns to the same page. When a
 * session expires, the page is hidden but stays mounted, to preserve unsaved input.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const [setUpLink, dropSetUpToken] = useSetUpLink();
  const session = useSession();
  const state = session.data;
  const isSignedIn = state?.signedIn === true && setUpLink === null;
  const outcome = useSignInOutcome(isSignedIn);
  const [hasMountedPages, setHasMountedPages] = useState(false);
  if (isSignedIn && !hasMountedPages) setHasMountedPages(true);
  if (state?.hasSignedOut === true && hasMountedPages) setHasMountedPages(false);
  const hasEnded =
    state?.signedIn === false && (hasMountedPages || state.hasEnded === true) && state.hasSignedOut !== true;
  return (
    <>
      {/* A hidden `Activity` shows no dialogs, traps no focus and sends no requests. */}
      {hasMountedPages && <Activity mode={isSignedIn ? "visible" : "hidden"}>{children}</Activity>}
      {!isSignedIn && renderSignIn()}
    </>
  );

  function renderSignIn(): ReactNode {
    if (setUpLink !== null) return <SetUp key={setUpLink.token} link={setUpLink} onLeave={dropSetUpToken} />;
    if (state !== undefined) {
      const { openId, isSetUp } = state;
      if (!isSetUp && openId === undefined) return <NotSetUp />;
      return <SignIn openId={openId} hasPassword={isSetUp} outcome={outcome} hasEnded={hasEnded} />;
    }
    return (
      <main className="sign-in-page">
        {session.error === null ? (
          <p role="status">Loading the dashboard…</p>
        ) : (
          <Failure error={session.error} isRetrying={session.isFetching} onRetry={() => void session.refetch()} />
        )}
      </main>
    );
  }
}
