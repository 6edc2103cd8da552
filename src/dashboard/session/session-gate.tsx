import type { ReactNode } from "react";
import { Failure } from "../ui/answer.tsx";
import { NotSetUp } from "./not-set-up.tsx";
import { SetUp } from "./set-up.tsx";
import { useSetUpToken } from "./set-up-token.ts";
import { SignIn } from "./sign-in.tsx";
import { useSession } from "./use-session.ts";

/** Shows the dashboard to whoever is signed in, and the way in to everybody else. The address stays, so that sign-in leads back to the same page. */
export function SessionGate({ children }: { children: ReactNode }) {
  const [setUpToken, dropSetUpToken] = useSetUpToken();
  const session = useSession();
  if (setUpToken !== null) return <SetUp key={setUpToken} token={setUpToken} onLeave={dropSetUpToken} />;
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
  return state.isSetUp ? <SignIn /> : <NotSetUp />;
}
