import { AssistantCloudProvider, backendTokenSource } from "assistant-cloud-auth";
import type { ReactNode } from "react";

export function Cloud({ user, children }: { user: { id: string; orgId: string } | null; children: ReactNode }) {
  const key = user && `${user.orgId}:${user.id}`;
  const tokenSource = backendTokenSource({ url: "/api/assistant-ui-token", key });
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
