import { AssistantRuntimeProvider, type ChatModelAdapter, useLocalRuntime } from "@assistant-ui/react";
import { useAuth } from "@clerk/react";
import { AssistantCloudProvider, AuthErrorBoundary } from "assistant-cloud-auth";
import { useAssistantCloud } from "assistant-cloud-auth/assistant-cloud";
import { useClerkTokenSource } from "assistant-cloud-auth/clerk";
import type { ReactNode } from "react";

interface ChatProps {
  model: ChatModelAdapter;
  children: ReactNode;
}

export function Chat(props: ChatProps) {
  const auth = useAuth();
  const tokenSource = useClerkTokenSource(auth);
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      <AuthErrorBoundary>
        {auth.userId && <OwnChat key={`${auth.orgId}:${auth.userId}`} {...props} />}
      </AuthErrorBoundary>
    </AssistantCloudProvider>
  );
}

function OwnChat({ model, children }: ChatProps) {
  const runtime = useLocalRuntime(model, { cloud: useAssistantCloud() });
  return <AssistantRuntimeProvider runtime={runtime}>{children}</AssistantRuntimeProvider>;
}
