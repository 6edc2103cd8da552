"use client"; // for Next.js's App Router

import { AssistantCloudProvider, backendTokenSource } from "assistant-cloud-auth";
import type { ReactNode } from "react";

/** `user` comes from your session. When the user or organization changes, the provider drops the old token. */
export function Cloud({ user, children }: { user: { id: string; orgId: string } | null; children: ReactNode }) {
  const key = user && `${user.orgId}:${user.id}`;
  return (
    <AssistantCloudProvider
      baseUrl="https://proj-0example.assistant-api.com"
      tokenSource={backendTokenSource({ url: "/api/assistant-ui-token", key })}
    >
      {children}
    </AssistantCloudProvider>
  );
}
