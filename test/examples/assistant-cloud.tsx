import { AssistantRuntimeProvider, type ChatModelAdapter, useLocalRuntime } from "@assistant-ui/react";
import { useAuthStatus } from "assistant-cloud-auth";
import { useAssistantCloud } from "assistant-cloud-auth/assistant-cloud";
import type { ReactNode } from "react";

interface ChatProps {
  model: ChatModelAdapter;
  children: ReactNode;
}

/** Goes below <AssistantCloudProvider>; a switch of user or workspace begins anew. */
export function Chat(props: ChatProps) {
  const { workspaceId } = useAuthStatus();
  return workspaceId && <WorkspaceChat key={workspaceId} {...props} />;
}

function WorkspaceChat({ model, children }: ChatProps) {
  const cloud = useAssistantCloud();
  const runtime = useLocalRuntime(model, { cloud });
  return <AssistantRuntimeProvider runtime={runtime}>{children}</AssistantRuntimeProvider>;
}
