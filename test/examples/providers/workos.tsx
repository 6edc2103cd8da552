import { AuthKitProvider, useAuth } from "@workos-inc/authkit-react";
import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useWorkOSTokenSource } from "assistant-cloud-auth/workos";
import type { ReactNode } from "react";

function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useWorkOSTokenSource(useAuth());
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}

export function App({ children }: { children: ReactNode }) {
  return (
    <AuthKitProvider clientId="client_01HXYZ">
      <Cloud>{children}</Cloud>
    </AuthKitProvider>
  );
}
