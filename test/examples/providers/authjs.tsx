import { AssistantCloudProvider, backendTokenSource } from "assistant-cloud-auth";
import type { ReactNode } from "react";

const signedOut = backendTokenSource({ fetchToken: async () => null });

/** `userId` comes from your session: `useSession().data?.user?.id` in Next.js. */
export function Cloud({ userId, children }: { userId: string | undefined; children: ReactNode }) {
  const tokenSource = userId ? backendTokenSource({ url: "/api/assistant-ui-token", key: userId }) : signedOut;
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
