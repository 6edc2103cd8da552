import { useAuthStatus } from "assistant-cloud-auth";
import { LoaderCircle, Unplug } from "lucide-react";
import { useState } from "react";
import { Chat, type ChatSession } from "./chat.tsx";

/**
 * Renders the chat of the token's workspace. The chat stays on the page while the token is missing, for example after
 * an error. A sign-out removes the chat. Set a React `key` for the person and organization, so that a change of either
 * starts another chat.
 */
export function ChatOfSession(session: ChatSession) {
  const { status, workspaceId } = useAuthStatus();
  const [lastWorkspaceId, setLastWorkspaceId] = useState(workspaceId);
  if (workspaceId !== null && workspaceId !== lastWorkspaceId) setLastWorkspaceId(workspaceId);
  if (status === "unauthenticated" && lastWorkspaceId !== null) setLastWorkspaceId(null);
  if (lastWorkspaceId !== null) return <Chat key={lastWorkspaceId} {...session} workspaceId={lastWorkspaceId} />;
  return (
    <main className="chat">
      <div className="chat-blank" role="status">
        {status === "loading" ? (
          <LoaderCircle size={26} aria-hidden="true" className="spin" />
        ) : (
          <Unplug size={26} aria-hidden="true" />
        )}
        <p>{status === "loading" ? "Opening your workspace …" : "The chat needs a token. See the token panel."}</p>
      </div>
    </main>
  );
}
