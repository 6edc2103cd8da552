import {
  AssistantCloudProvider,
  AuthErrorBoundary,
  anonymousTokenSource,
  useWorkspaceToken,
} from "assistant-cloud-auth";

const tokenSource = anonymousTokenSource();

export function App() {
  return (
    <AssistantCloudProvider baseUrl="http://localhost:8787" tokenSource={tokenSource}>
      <AuthErrorBoundary>
        <Workspace />
      </AuthErrorBoundary>
    </AssistantCloudProvider>
  );
}

function Workspace() {
  const { workspaceId, expiresAt } = useWorkspaceToken();
  return <p>{expiresAt ? `${workspaceId}, until ${expiresAt.toLocaleTimeString()}` : "Loading …"}</p>;
}
