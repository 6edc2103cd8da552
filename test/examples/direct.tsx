import { AssistantCloudProvider, AuthErrorBoundary, useWorkspaceToken } from "assistant-cloud-auth";
import { useOidcTokenSource } from "assistant-cloud-auth/oidc";
import { useAuth } from "react-oidc-context";

export function App() {
  const tokenSource = useOidcTokenSource(useAuth());
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      <AuthErrorBoundary>
        <Workspace />
      </AuthErrorBoundary>
    </AssistantCloudProvider>
  );
}

function Workspace() {
  const { status, workspaceId, expiresAt } = useWorkspaceToken();
  if (status !== "authenticated") return <p>{status === "loading" ? "One moment …" : "Please sign in."}</p>;
  return <p>{`${workspaceId}, until ${expiresAt.toLocaleTimeString()}`}</p>;
}
