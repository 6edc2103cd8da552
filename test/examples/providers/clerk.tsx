import { useAuth } from "@clerk/react"; // or @clerk/nextjs, @clerk/expo …
import { AssistantCloudProvider } from "assistant-cloud-auth";
import { useClerkTokenSource } from "assistant-cloud-auth/clerk";
import type { ReactNode } from "react";

/** Render this below <ClerkProvider>. */
export function Cloud({ children }: { children: ReactNode }) {
  const tokenSource = useClerkTokenSource(useAuth());
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
