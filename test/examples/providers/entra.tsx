import type { PublicClientApplication } from "@azure/msal-browser";
import { MsalProvider, useAccount, useMsal } from "@azure/msal-react";
import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useEntraTokenSource } from "assistant-cloud-auth/entra";
import type { ReactNode } from "react";

function Cloud({ children }: { children: ReactNode }) {
  const { instance, accounts, inProgress } = useMsal();
  const account = useAccount() ?? accounts[0] ?? null;
  const tokenSource = useEntraTokenSource({ instance, account, inProgress });
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}

export function App({ application, children }: { application: PublicClientApplication; children: ReactNode }) {
  return (
    <MsalProvider instance={application}>
      <Cloud>{children}</Cloud>
    </MsalProvider>
  );
}
