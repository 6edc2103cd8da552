import { AssistantCloudProvider, type TokenSource } from "assistant-cloud-auth";
import { AssistantCloudAuthDevtools } from "assistant-cloud-auth/devtools";
import type { ReactNode } from "react";

export function App({ tokenSource, children }: { tokenSource: TokenSource; children: ReactNode }) {
  return (
    <AssistantCloudProvider baseUrl="https://cloud.example.com" tokenSource={tokenSource}>
      {children}
      <AssistantCloudAuthDevtools />
    </AssistantCloudProvider>
  );
}
