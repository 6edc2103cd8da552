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

/** The API that a page uses for its calls. `plain client` is `assistant-cloud` without this package. */
export type Caller = "plain client" | "useAssistantCloud" | "useAuthorizedFetch";

/** The parameters of {@link Window.makeFirstCall}. */
export interface FirstCallTask {
  caller: Caller;
  baseUrl: string;
  idToken: string;
  /** The number of concurrent calls. */
  calls: number;
}

declare global {
  interface Window {
    /**
     * Signs a user in and makes the calls. Resolves after the last response. The result is the time from the sign-in to
     * the first response, in milliseconds.
     */
    makeFirstCall(task: FirstCallTask): Promise<number>;
  }
}

/** Makes one call. Resolves when the page has read the response. */
type Call = () => Promise<unknown>;

type UseCall = (baseUrl: string) => Call;

const connect: Record<Exclude<Caller, "plain client">, UseCall> = {
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
  isSignedIn: boolean;
  onSignIn: () => void;
  onCall: (call: Call) => void;
}

/** Calls `onCall` in an effect when the user has signed in. */
function useFirstCall(call: Call, { isSignedIn, onCall }: ChatProps): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the calls are made once
  useEffect(() => {
    if (isSignedIn) onCall(call);
  }, [isSignedIn]);
}

/**
 * Calls `onSignIn` once the page is ready and the browser is idle. Without this wait, the page would still paint
 * its first frame after the sign-in, and only on some pages.
 */
function useSignIn(isReady: boolean, { isSignedIn, onSignIn }: ChatProps): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the user signs in once
  useEffect(() => {
    if (isSignedIn || !isReady) return;
    const callback = requestIdleCallback(onSignIn);
    return () => cancelIdleCallback(callback);
  }, [isSignedIn, isReady]);
}

/** The chat of an app that does not use this package. */
function PlainChat({ task, ...props }: ChatProps & { task: FirstCallTask }): ReactNode {
  const { baseUrl, idToken } = task;
  const [cloud] = useState(() => new AssistantCloud({ baseUrl, authToken: async () => idToken, telemetry: false }));
  useFirstCall(() => cloud.threads.list(), props);
  useSignIn(true, props);
  return <p>{String(props.isSignedIn)}</p>;
}

function Chat({ useCall, baseUrl, ...props }: ChatProps & { useCall: UseCall; baseUrl: string }): ReactNode {
  useFirstCall(useCall(baseUrl), props);
  const { status } = useAuthStatus();
  useWorkspaceToken({ throwOnError: false });
  useSignIn(status === "unauthenticated", props);
  return <p>{String(props.isSignedIn)}</p>;
}

function App({ task, onDone }: { task: FirstCallTask; onDone: (time: Promise<number>) => void }): ReactNode {
  const { caller, baseUrl, idToken, calls } = task;
  const [start, signIn] = useState<number | null>(null);
  const isSignedIn = start !== null;
  const props: ChatProps = {
    isSignedIn,
    onSignIn: () => signIn(performance.now()),
    onCall: (call) => onDone(makeCalls(call, calls, start ?? 0)),
  };
  if (caller === "plain client") return <PlainChat task={task} {...props} />;
  const tokenSource = providerTokenSource({
    key: isSignedIn ? "ada" : null,
    getToken: async () => (isSignedIn ? idToken : null),
  });
  return (
    <AssistantCloudProvider baseUrl={baseUrl} tokenSource={tokenSource}>
      <Chat useCall={connect[caller]} baseUrl={baseUrl} {...props} />
    </AssistantCloudProvider>
  );
}

window.makeFirstCall = (task) =>
  new Promise((resolve) => {
    createRoot(document.getElementById("root") as HTMLElement).render(<App task={task} onDone={resolve} />);
  });
