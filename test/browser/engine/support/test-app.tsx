import type { QueryClient } from "@tanstack/react-query";
import {
  AssistantCloudProvider,
  backendTokenSource,
  type TokenEvent,
  useAuthorizedFetch,
  useAuthStatus,
  useAuthToken,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import { memo, type ReactElement, type ReactNode, StrictMode, useEffect, useInsertionEffect } from "react";

/** The page's settings, which the server sends as JSON. */
export interface TestAppSettings {
  /**
   * The key of the token source. The key is also the user's id. If the key is null, the server issues tokens for
   * `anonymous`.
   */
  key: string | null;
  /** The name that identifies the tab to the server. */
  tab: string;
  shareAcrossTabs: boolean;
  strict: boolean;
  /**
   * The number of sections in the app. Each section reads the status, `getToken` and, if `readsToken` is true, the
   * token.
   */
  readers: number;
  /** Whether the app also contains components that call `useWorkspaceToken`. */
  readsToken: boolean;
  /** Whether the provider uses the app's own TanStack Query client. */
  sharesClient: boolean;
}

export interface TestAppWiring {
  settings: TestAppSettings;
  onEvent?: (event: TokenEvent) => void;
  onRender?: (reader: ReaderName) => void;
  onCalls?: (calls: ReturnType<typeof useCalls>) => void;
  /** Called when the app's effects run. */
  onMount?: () => void;
  queryClient?: QueryClient;
}

export type ReaderName = "status" | "getToken" | "token" | "progress";

function useCalls() {
  return { getToken: useAuthToken(), authorizedFetch: useAuthorizedFetch() };
}

type ReaderProps = Pick<TestAppWiring, "onRender">;

const StatusReader = memo(({ onRender }: ReaderProps) => {
  const { status, userId } = useAuthStatus();
  onRender?.("status");
  return <p data-status={status}>{userId}</p>;
});

const GetTokenReader = memo(({ onRender }: ReaderProps) => {
  useAuthToken();
  onRender?.("getToken");
  return null;
});

const TokenReader = memo(({ onRender }: ReaderProps) => {
  const { token, status } = useWorkspaceToken({ throwOnError: false });
  onRender?.("token");
  return <p>{token === null ? status : "has a token"}</p>;
});

const ProgressReader = memo(({ onRender }: ReaderProps) => {
  const { isRefreshing } = useWorkspaceToken({ throwOnError: false });
  onRender?.("progress");
  return <p>{isRefreshing ? "refreshing" : "at rest"}</p>;
});

function Calls({ onCalls, onMount }: Pick<TestAppWiring, "onCalls" | "onMount">): ReactNode {
  const calls = useCalls();
  useInsertionEffect(() => {
    onCalls?.(calls);
  });
  useEffect(() => onMount?.(), [onMount]);
  return null;
}

/**
 * Creates a small app with the real package. The server and the browser render the same app. If `strict` is true,
 * `StrictMode` is the root element. React runs effects twice only if no element above `StrictMode` mounts at the same
 * time.
 */
export function createTestApp(wiring: TestAppWiring): ReactElement {
  const app = <TestApp {...wiring} />;
  return wiring.settings.strict ? <StrictMode>{app}</StrictMode> : app;
}

function TestApp({ settings, onRender, onCalls, onMount, ...wiring }: TestAppWiring): ReactNode {
  const { key, tab, shareAcrossTabs, readers, readsToken } = settings;
  const query = new URLSearchParams({ tab, ...(key === null ? {} : { user: key }) });
  const numbers = Array.from({ length: readers }, (_, number) => number);
  const renderProps = onRender === undefined ? {} : { onRender };
  return (
    <AssistantCloudProvider
      baseUrl="https://cloud.example"
      tokenSource={backendTokenSource({ url: `/api/assistant-ui-token?${query}`, key })}
      shareAcrossTabs={shareAcrossTabs}
      {...wiring}
    >
      {numbers.map((number) => (
        <section key={number}>
          <StatusReader {...renderProps} />
          <GetTokenReader {...renderProps} />
          {readsToken && <TokenReader {...renderProps} />}
        </section>
      ))}
      {readsToken && <ProgressReader {...renderProps} />}
      <Calls {...(onCalls === undefined ? {} : { onCalls })} {...(onMount === undefined ? {} : { onMount })} />
    </AssistantCloudProvider>
  );
}
