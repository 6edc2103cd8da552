import { AssistantCloudProvider, useProviderTokenSource } from "assistant-cloud-auth";
import type { ReactNode } from "react";

/** What the hook of your provider's SDK returns. */
interface Session {
  isReady: boolean;
  user: { id: string; organizationId?: string } | null;
  getIdToken(options: { ignoreCache: boolean }): Promise<string>;
}

interface CloudProps {
  session: Session;
  children: ReactNode;
}

export function Cloud({ session, children }: CloudProps) {
  const { isReady, user } = session;
  const tokenSource = useProviderTokenSource({
    isLoading: !isReady,
    identity: user && [user.id, user.organizationId],
    getToken: ({ forceRefresh }) => session.getIdToken({ ignoreCache: forceRefresh }),
  });
  return (
    <AssistantCloudProvider baseUrl="https://proj-0example.assistant-api.com" tokenSource={tokenSource}>
      {children}
    </AssistantCloudProvider>
  );
}
