"use client";

import { AssistantCloudProvider, backendTokenSource } from "assistant-cloud-auth";

export function Providers({ children }) {
  return (
    <AssistantCloudProvider
      baseUrl="https://cloud.example"
      tokenSource={backendTokenSource({ url: "/token", key: "user_1" })}
    >
      {children}
    </AssistantCloudProvider>
  );
}
