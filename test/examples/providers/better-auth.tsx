import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useBetterAuthTokenSource } from "assistant-cloud-auth/better-auth";
import { jwtClient } from "better-auth/client/plugins";
import { createAuthClient } from "better-auth/react";
import type { ReactNode } from "react";

export const authClient = createAuthClient({ plugins: [jwtClient()] });

export function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useBetterAuthTokenSource(authClient);
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
