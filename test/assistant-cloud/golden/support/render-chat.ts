import type { AssistantRuntime } from "@assistant-ui/react";
import { act, render } from "@testing-library/react";
import type { ReactElement } from "react";

/** A page with a chat, as one tab shows it. */
export interface Tab {
  readonly runtime: AssistantRuntime;
  /** The shown messages, as `role: text`. */
  shown(): string[];
  /** The listed threads, as `id` and `title`. */
  threads(): { id: string; title: string | undefined }[];
  close(): void;
}

/** Opens a {@link Tab}; the chat hands its runtime over while it renders. */
export async function renderChat(chat: (onRuntime: (runtime: AssistantRuntime) => void) => ReactElement): Promise<Tab> {
  const seen: AssistantRuntime[] = [];
  const element = chat((runtime) => seen.push(runtime));
  const { unmount } = await act(async () => render(element));
  const runtime = seen.at(-1);
  if (runtime === undefined) throw new Error("The chat did not render.");
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
