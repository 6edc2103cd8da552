import { KindeProvider, useKindeAuth } from "@kinde-oss/kinde-auth-react";
import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useKindeTokenSource } from "assistant-cloud-auth/kinde";
import type { ReactNode } from "react";

export function App({ children }: { children: ReactNode }) {
  return (
    <KindeProvider
      domain="https://acme.kinde.com"
      clientId="your-client-id"
      redirectUri={window.location.origin}
      audience="https://api.example.com"
    >
      <Cloud>{children}</Cloud>
    </KindeProvider>
  );
}

function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useKindeTokenSource(useKindeAuth());
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
