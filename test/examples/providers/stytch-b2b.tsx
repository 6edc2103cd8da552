import { useStytchB2BClient } from "@stytch/react/b2b";
import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useStytchB2BTokenSource } from "assistant-cloud-auth/stytch";
import type { ReactNode } from "react";

export function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useStytchB2BTokenSource(useStytchB2BClient());
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
