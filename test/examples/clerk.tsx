import { AssistantCloudProvider } from "assistant-cloud-auth";
import { type ClerkAuth, useClerkTokenSource } from "assistant-cloud-auth/clerk";
import type { ReactNode } from "react";

/** `auth` is the result of Clerk's `useAuth()`, of whichever of its React packages the app uses. */
export function Cloud({ auth, children }: { auth: ClerkAuth; children: ReactNode }) {
  const tokenSource = useClerkTokenSource(auth);
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
