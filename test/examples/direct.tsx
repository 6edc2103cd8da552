import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useOidcTokenSource } from "assistant-cloud-auth/oidc";
import type { ReactNode } from "react";
import { useAuth } from "react-oidc-context";

export function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useOidcTokenSource(useAuth());
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
