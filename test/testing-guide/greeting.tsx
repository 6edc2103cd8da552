import { AuthErrorBoundary, useAuthStatus } from "assistant-cloud-auth";

function Greeting() {
  const { status, userId, error } = useAuthStatus();
  if (error !== null) throw error;
  if (status === "loading") return <p>One moment</p>;
  return status === "authenticated" ? <p>Hello, {userId}</p> : <p>Please sign in</p>;
}

export function Welcome() {
  return (
    <AuthErrorBoundary>
      <Greeting />
    </AuthErrorBoundary>
  );
}
