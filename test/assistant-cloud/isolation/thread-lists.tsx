import { AssistantRuntimeProvider, useAuiState, useLocalRuntime } from "@assistant-ui/react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { AssistantCloud } from "assistant-cloud";
import { useEffect, useReducer, useState } from "react";
import { createEchoModel, toChatAdapter } from "../golden/support/echo-model.ts";

const echo = toChatAdapter(createEchoModel());

export interface ListActions {
  reload(): unknown;
  /** Opens a thread. The thread may belong to another workspace. */
  open(threadId: string): unknown;
  /** Sends a message to the open thread. Only {@link RuntimeList} has this action. */
  sendMessage?(text: string): unknown;
}

interface ListProps {
  cloud: AssistantCloud;
  onRender(actions: ListActions): void;
}

const titlesOf = (threads: readonly { title?: string | undefined }[]) => threads.map(({ title }) => title).join();

/** A thread list in a query cache. The workspace is part of the query key. */
export function QueryList({ cloud, workspaceId, onRender }: ListProps & { workspaceId: string | null }) {
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: ["threads", workspaceId],
    queryFn: () => cloud.threads.list({ limit: 10 }),
    enabled: workspaceId !== null,
    retry: false,
  });
  onRender({
    reload: () => queries.invalidateQueries({ queryKey: ["threads", workspaceId] }),
    open(id) {
      const queryFn = () => cloud.threads.messages.list(id);
      return workspaceId && queries.fetchQuery({ queryKey: ["threads", workspaceId, id], queryFn });
    },
  });
  return <p>{data && titlesOf(data.threads)}</p>;
}

/**
 * A thread list in React state. The parent must set the workspace as the React `key`. A switch of workspace then clears
 * the state.
 */
export function StateList({ cloud, onRender }: ListProps) {
  const [titles, setTitles] = useState("");
  const [count, reload] = useReducer((before: number) => before + 1, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another count loads the list again
  useEffect(() => {
    let isMounted = true;
    cloud.threads.list({ limit: 10 }).then(
      ({ threads }) => isMounted && setTitles(titlesOf(threads)),
      () => {},
    );
    return () => {
      isMounted = false;
    };
  }, [cloud, count]);
  onRender({ reload, open: (id) => cloud.threads.messages.list(id) });
  return <p>{titles}</p>;
}

/** A thread list in an assistant-ui runtime, which loads another list when `scopeId` changes. */
export function RuntimeList({ cloud, scopeId, onRender }: ListProps & { scopeId: string }) {
  const runtime = useLocalRuntime(echo, { cloud, scopeId });
  onRender({
    reload: () => {},
    open: (id) => runtime.threads.switchToThread(id),
    sendMessage: (text) => runtime.thread.append(text),
  });
  return (
    <AssistantRuntimeProvider runtime={runtime}>
      <RuntimeTexts />
    </AssistantRuntimeProvider>
  );
}

/**
 * Renders the runtime's titles and messages once the thread list has loaded. Until then, the runtime still holds the
 * previous scope's list, so this component renders no text.
 */
function RuntimeTexts() {
  const isLoaded = useAuiState(({ threads }) => !threads.isLoading && threads.loadError === undefined);
  const titles = useAuiState(({ threads }) => titlesOf(threads.threadItems));
  const messages = useAuiState(({ thread }) => JSON.stringify(thread.messages.map(({ content }) => content)));
  return <p>{isLoaded && `${titles} ${messages}`}</p>;
}
