import { AssistantRuntimeProvider, type ChatModelAdapter, useLocalRuntime } from "@assistant-ui/react";
import { useAssistantCloud } from "assistant-cloud-auth/assistant-cloud";
import type { ReactNode } from "react";

interface ChatProps {
  model: ChatModelAdapter;
  children: ReactNode;
}

/** Render this below <AssistantCloudProvider>. The chat remounts when `owner` (the user and organization) changes. */
export function Chat({ owner, ...props }: ChatProps & { owner: string | null }) {
  return owner && <OwnChat key={owner} {...props} />;
}

function OwnChat({ model, children }: ChatProps) {
  const cloud = useAssistantCloud();
  const runtime = useLocalRuntime(model, { cloud });
  return <AssistantRuntimeProvider runtime={runtime}>{children}</AssistantRuntimeProvider>;
}
