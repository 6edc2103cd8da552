import { AssistantRuntimeProvider, useLocalRuntime } from "@assistant-ui/react";
import type { AssistantCloud } from "assistant-cloud";
import { useAuthToken } from "assistant-cloud-auth";
import { useAssistantCloud } from "assistant-cloud-auth/assistant-cloud";
import { useMemo, useState } from "react";
import type { Identity } from "../identity/identity.ts";
import { createScriptedModel } from "../model/scripted-model.ts";
import { readWorkspaceClaims } from "../model/workspace-claims.ts";
import type { Approach } from "../sources/approach.ts";
import { ChatLayout } from "./chat-layout.tsx";
import { useClaimedVisit } from "./claim-visit.ts";

/** The user of a chat, and how the page obtains the workspace token. */
export interface ChatSession {
  authorityUrl: string;
  /** The signed-in person; null for a visitor. */
  identity: Identity | null;
  approach: Approach;
}

interface ChatProps extends ChatSession {
  workspaceId: string;
}

/**
 * Renders the threads of one workspace. Reloads the threads when `useAssistantCloud()` returns another client, for
 * example after a switch from direct to backend integration.
 */
export function Chat(props: ChatProps) {
  const { authorityUrl, identity } = props;
  const cloud = useAssistantCloud();
  const visit = useClaimedVisit(cloud, authorityUrl, identity !== null);
  const [client, setClient] = useState({ cloud, count: 0 });
  if (client.cloud !== cloud) setClient({ cloud, count: client.count + 1 });
  if (!visit.isSettled) return <main className="chat" aria-busy="true" />;
  return <ChatOfClient key={client.count} {...props} cloud={cloud} movedThreads={visit.moved} />;
}

interface ChatOfClientProps extends ChatProps {
  cloud: AssistantCloud;
  movedThreads: number;
}

function ChatOfClient({ cloud, movedThreads, authorityUrl, identity, approach, workspaceId }: ChatOfClientProps) {
  const getToken = useAuthToken();
  const model = useMemo(
    () =>
      createScriptedModel({
        personName: identity?.name ?? null,
        organizationName: identity?.organization.name ?? null,
        integration: identity === null ? "an anonymous visit" : `${approach} integration`,
        authorityUrl,
        async readClaims() {
          const token = await getToken().catch(() => null);
          return token === null ? null : readWorkspaceClaims(token);
        },
      }),
    [identity, approach, authorityUrl, getToken],
  );
  const runtime = useLocalRuntime(model, { cloud, scopeId: workspaceId });
  return (
    <AssistantRuntimeProvider runtime={runtime}>
      <ChatLayout workspaceId={workspaceId} identity={identity} movedThreads={movedThreads} />
    </AssistantRuntimeProvider>
  );
}
