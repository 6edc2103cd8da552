import type { AssistantRuntime, ChatModelAdapter } from "@assistant-ui/react";
import { act, render } from "@testing-library/react";
import type { InstalledClient } from "./clients.ts";
import type { RecordedCloud } from "./start-recorded-cloud.ts";

/** A page with a chat of `useLocalRuntime`, as one tab shows it. */
export interface Tab {
  readonly runtime: AssistantRuntime;
  /** The shown messages, as `role: text`. */
  shown(): string[];
  /** The listed threads, as `id` and `title`. */
  threads(): { id: string; title: string | undefined }[];
  close(): void;
}

interface TabOptions {
  client: InstalledClient;
  server: RecordedCloud;
  model: ChatModelAdapter;
  userId?: string;
  workspaceId: string;
}

/** Opens a {@link Tab} for a user. */
export async function openTab({ client, server, model, userId = "ada", workspaceId }: TabOptions): Promise<Tab> {
  const { AssistantRuntimeProvider, useLocalRuntime } = client.react;
  const cloud = new client.cloud.AssistantCloud({
    baseUrl: server.url,
    authToken: () => server.mint(userId, workspaceId),
  });
  let current: AssistantRuntime | null = null;
  function Chat() {
    const runtime = useLocalRuntime(model, { cloud });
    current = runtime;
    return <AssistantRuntimeProvider runtime={runtime}>{null}</AssistantRuntimeProvider>;
  }
  const { unmount } = await act(async () => render(<Chat />));
  if (current === null) throw new Error("The chat did not render.");
  const runtime: AssistantRuntime = current;
  return {
    runtime,
    shown: () =>
      runtime.thread.getState().messages.map(({ role, content }) => {
        const texts = content.map((part) => (part.type === "text" ? part.text : `<${part.type}>`));
        return `${role}: ${texts.join(" ")}`;
      }),
    threads: () => {
      const { threadIds, threadItems } = runtime.threads.getState();
      return threadIds.map((id) => ({ id, title: threadItems[id as keyof typeof threadItems]?.title }));
    },
    close: unmount,
  };
}
