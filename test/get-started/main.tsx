import {
  AssistantCloudProvider,
  AuthErrorBoundary,
  anonymousTokenSource,
  useAuthorizedFetch,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import { useState } from "react";
import { createRoot } from "react-dom/client";

const baseUrl = import.meta.env.VITE_ASSISTANT_BASE_URL;
const tokenSource = anonymousTokenSource();

function Workspace() {
  const { token, workspaceId, expiresAt, refresh } = useWorkspaceToken();
  const authorizedFetch = useAuthorizedFetch();
  const [answer, setAnswer] = useState("");
  if (token === null) return <p>Loading …</p>;

  async function listThreads() {
    const response = await authorizedFetch(`${baseUrl}/v1/threads`);
    const { threads } = await response.json();
    setAnswer(`${response.status}: ${threads.length} threads`);
  }

  return (
    <main>
      <p>Workspace: {workspaceId}</p>
      <p>Expires at: {expiresAt.toLocaleTimeString()}</p>
      <p>Token: {token.slice(0, 24)}…</p>
      <button type="button" onClick={() => void refresh()}>
        Refresh now
      </button>
      <button type="button" onClick={() => void listThreads()}>
        List threads
      </button>
      <p>{answer}</p>
    </main>
  );
}

createRoot(document.getElementById("root") as HTMLElement).render(
  <AssistantCloudProvider baseUrl={baseUrl} tokenSource={tokenSource}>
    <AuthErrorBoundary>
      <Workspace />
    </AuthErrorBoundary>
  </AssistantCloudProvider>,
);
