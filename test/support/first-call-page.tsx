import { AssistantCloud } from "assistant-cloud";
import {
  AssistantCloudProvider,
  providerTokenSource,
  useAuthorizedFetch,
  useAuthStatus,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import { useAssistantCloud } from "assistant-cloud-auth/assistant-cloud";
import { type ReactNode, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";

/** How a page makes its first call. */
export type Caller = "plain client" | "useAssistantCloud" | "useAuthorizedFetch";

/** What one page is to do. */
export interface FirstCallTask {
  caller: Caller;
  baseUrl: string;
  idToken: string;
  /** How many calls it makes at once. */
  calls: number;
}

declare global {
  interface Window {
    /** Signs a user in and makes the calls; resolves to the milliseconds until the first one is answered, when all are. */
    makeFirstCall(task: FirstCallTask): Promise<number>;
  }
}

/** Makes one call; resolves when its answer has been read. */
type Call = () => Promise<unknown>;

const connect: Record<Exclude<Caller, "plain client">, (baseUrl: string) => Call> = {
  useAssistantCloud() {
    const cloud = useAssistantCloud({ telemetry: false });
    return () => cloud.threads.list();
  },
  useAuthorizedFetch(baseUrl) {
    const authorizedFetch = useAuthorizedFetch();
    return async () => {
      const headers = { "Content-Type": "application/json" };
      const response = await authorizedFetch(`${baseUrl}/v1/threads`, { headers });
      if (!response.ok) throw new Error(`The call was answered ${response.status}.`);
      return response.json();
    };
  },
};

async function makeCalls(call: Call, calls: number, start: number): Promise<number> {
  const answers = Array.from({ length: calls }, call);
  await Promise.any(answers);
  const time = performance.now() - start;
  await Promise.all(answers);
  return time;
}

interface ChatProps {
  useCall: (baseUrl: string) => Call;
  baseUrl: string;
  isSignedIn: boolean;
  onSignedOut: () => void;
  onSignedIn: (call: Call) => void;
}

function Chat({ useCall, baseUrl, isSignedIn, onSignedOut, onSignedIn }: ChatProps): ReactNode {
  const call = useCall(baseUrl);
  const { status } = useAuthStatus();
  useWorkspaceToken({ throwOnError: false });
  useEffect(() => {
    if (!isSignedIn && status === "unauthenticated") onSignedOut();
  }, [isSignedIn, status, onSignedOut]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the calls are made once, when the user has signed in
  useEffect(() => {
    if (isSignedIn) onSignedIn(call);
  }, [isSignedIn]);
  return <p>{status}</p>;
}

interface AppProps extends FirstCallTask {
  useCall: ChatProps["useCall"];
  onDone: (time: Promise<number>) => void;
}

function App({ useCall, baseUrl, idToken, calls, onDone }: AppProps): ReactNode {
  const [start, signIn] = useState<number | null>(null);
  const isSignedIn = start !== null;
  const tokenSource = providerTokenSource({
    key: isSignedIn ? "ada" : null,
    getToken: async () => (isSignedIn ? idToken : null),
  });
  return (
    <AssistantCloudProvider baseUrl={baseUrl} tokenSource={tokenSource}>
      <Chat
        useCall={useCall}
        baseUrl={baseUrl}
        isSignedIn={isSignedIn}
        onSignedOut={() => signIn(performance.now())}
        onSignedIn={(call) => onDone(makeCalls(call, calls, start ?? 0))}
      />
    </AssistantCloudProvider>
  );
}

window.makeFirstCall = (task) => {
  const { caller, baseUrl, idToken, calls } = task;
  if (caller === "plain client") {
    const cloud = new AssistantCloud({ baseUrl, authToken: async () => idToken, telemetry: false });
    return makeCalls(() => cloud.threads.list(), calls, performance.now());
  }
  return new Promise((resolve) => {
    createRoot(document.getElementById("root") as HTMLElement).render(
      <App {...task} useCall={connect[caller]} onDone={resolve} />,
    );
  });
};
