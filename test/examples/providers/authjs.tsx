import { AssistantCloudProvider, backendTokenSource } from "assistant-cloud-auth";
import type { ReactNode } from "react";

const nobody = backendTokenSource({ fetchToken: async () => null });

/** `userId` is that of your session: `useSession().data?.user?.id` in Next.js. */
export function Cloud({ userId, children }: { userId: string | undefined; children: ReactNode }) {
  const tokenSource = userId ? backendTokenSource({ url: "/api/assistant-ui-token", key: userId }) : nobody;
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
