import { type LogtoConfig, LogtoProvider, UserScope, useLogto } from "@logto/react";
import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useLogtoTokenSource } from "assistant-cloud-auth/logto";
import type { ReactNode } from "react";

const resource = "https://api.example.com";

const config: LogtoConfig = {
  endpoint: "https://acme.logto.app",
  appId: "your-app-id",
  resources: [resource],
  scopes: [UserScope.Organizations],
};

/** Omit `organizationId` if the app has no organizations. */
function Cloud({ organizationId, children }: { organizationId: string; children: ReactNode }) {
  const tokenSource = useLogtoTokenSource(useLogto(), { resource, organizationId });
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}

export function App({ organizationId, children }: { organizationId: string; children: ReactNode }) {
  return (
    <LogtoProvider config={config}>
      <Cloud organizationId={organizationId}>{children}</Cloud>
    </LogtoProvider>
  );
}
