import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useOidcTokenSource } from "assistant-cloud-auth/oidc";
import type { ReactNode } from "react";
import { AuthProvider, useAuth } from "react-oidc-context";

export function App({ children }: { children: ReactNode }) {
  return (
    <AuthProvider
      authority="https://id.example.com"
      client_id="my-app"
      redirect_uri="https://app.example.com/callback"
      scope="openid"
    >
      <Cloud>{children}</Cloud>
    </AuthProvider>
  );
}

function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useOidcTokenSource(useAuth());
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
