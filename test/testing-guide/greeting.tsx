import { AuthErrorBoundary, useAuthStatus } from "assistant-cloud-auth";

function Greeting() {
  const { status, userId, error } = useAuthStatus();
  if (error !== null) throw error;
  if (status === "loading") return <p>One moment</p>;
  return status === "authenticated" ? <p>Hello, {userId}</p> : <p>Please sign in</p>;
}

/** The component under test, with its views for users without a token. */
export function Welcome() {
  return (
    <AuthErrorBoundary>
      <Greeting />
    </AuthErrorBoundary>
  );
}
