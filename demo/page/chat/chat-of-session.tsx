import { useAuthStatus } from "assistant-cloud-auth";
import { LoaderCircle, Unplug } from "lucide-react";
import { useState } from "react";
import { Chat, type ChatSession } from "./chat.tsx";

/**
 * Renders the chat of the token's workspace. A missing token, for example after an error, does not remove the chat. A
 * sign-out removes the chat. Set a React `key` that identifies the person and organization. The chat of one person then
 * never appears for another person.
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
