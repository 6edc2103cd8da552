import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, render } from "@testing-library/react";
import type { AssistantCloud } from "assistant-cloud";
import { AssistantCloudProvider, type TokenSource, useWorkspaceToken, type WorkspaceToken } from "assistant-cloud-auth";
import { useAssistantCloud } from "../../../src/assistant-cloud/index.ts";
import type { Clock } from "../../../src/client/clock.ts";
import { type ListActions, QueryList, RuntimeList, StateList } from "./thread-lists.tsx";

/**
 * How a page's app discards the old data when the user or organization changes.
 *
 * - `query`: the workspace is part of a query key.
 * - `key`: the list's React `key` changes.
 * - `scopeId`: the `scopeId` of a chat runtime changes.
 * - `chat`: the React `key` around a chat runtime changes.
 */
export type PageKind = "query" | "key" | "scopeId" | "chat";

/** The values of a page's last render. */
export interface Rendered {
  readonly cloud: AssistantCloud;
  readonly token: WorkspaceToken;
  /** The actions of the thread list; null while the page renders no list. */
  readonly list: ListActions | null;
}

/** A page that lists the threads of the current user. */
export interface ChatPage {
  readonly rendered: Rendered;
  /**
   * Renders the app with a token source, which determines the user and organization. `scope` is the app's name for this
   * user and organization; it is null while the user is signed out.
   */
  show(tokenSource: TokenSource, scope: string | null): void;
  html(): string;
  close(): void;
}

interface AppProps {
  kind: PageKind;
  scope: string | null;
  onRender(rendered: Partial<Rendered>): void;
}

function App({ kind, scope, onRender }: AppProps) {
  const cloud = useAssistantCloud();
  const token = useWorkspaceToken({ throwOnError: false });
  onRender({ cloud, token, list: null });
  const props = { cloud, onRender: (list: ListActions) => onRender({ list }) };
  if (kind === "query") return <QueryList {...props} workspaceId={token.workspaceId} />;
  if (scope === null || token.status === "unauthenticated") return null;
  if (kind === "key") return <StateList key={scope} {...props} />;
  return <RuntimeList key={kind === "chat" ? scope : ""} scopeId={scope} {...props} />;
}

/**
 * Fires a timer of at most a second immediately, and never fires a longer timer. A seed therefore has the same result
 * on every machine.
 */
const clock: Clock = {
  wall: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer(callback, ms) {
    if (ms > 1_000) return () => {};
    const timer = setTimeout(callback, 0);
    return () => clearTimeout(timer);
  },
};

/** Opens an empty page. {@link ChatPage.show} renders the app. */
export function openPage(baseUrl: string, kind: PageKind): ChatPage {
  const queries = new QueryClient();
  // In one kind of page, the provider uses the app's query client.
  const shared = kind === "key" ? { queryClient: queries } : {};
  const rendered = {} as Rendered;
  const view = render(<main />);
  return {
    rendered,
    show: (tokenSource, scope) =>
      act(() =>
        view.rerender(
          <QueryClientProvider client={queries}>
            <AssistantCloudProvider baseUrl={baseUrl} tokenSource={tokenSource} clock={clock} {...shared}>
              <App kind={kind} scope={scope} onRender={(next) => Object.assign(rendered, next)} />
            </AssistantCloudProvider>
          </QueryClientProvider>,
        ),
      ),
    html: () => view.container.innerHTML,
    close: () => act(() => view.unmount()),
  };
}
