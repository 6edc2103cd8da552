import { createStytchClient, StytchProvider, useStytch } from "@stytch/react";
import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useStytchTokenSource } from "assistant-cloud-auth/stytch";
import type { ReactNode } from "react";

const stytch = createStytchClient("public-token-live-…");

export function App({ children }: { children: ReactNode }) {
  return (
    <StytchProvider stytch={stytch}>
      <Cloud>{children}</Cloud>
    </StytchProvider>
  );
}

function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useStytchTokenSource(useStytch());
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
