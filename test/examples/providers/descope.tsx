import { AuthProvider, useDescope, useSession } from "@descope/react-sdk";
import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useDescopeTokenSource } from "assistant-cloud-auth/descope";
import type { ReactNode } from "react";

export function App({ children }: { children: ReactNode }) {
  return (
    <AuthProvider projectId="P2abcdefghijklmnopqrstuvwxyz">
      <Cloud>{children}</Cloud>
    </AuthProvider>
  );
}

function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useDescopeTokenSource(useSession(), useDescope());
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
