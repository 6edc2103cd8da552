import { File } from "node:buffer";
import type { AssistantRuntime } from "@assistant-ui/react";
import type { AssistantCloud } from "assistant-cloud";
import { createRoot, type Root } from "react-dom/client";
import { vi } from "vitest";
import type { ChatTab } from "./chat-tab.ts";
import type { ClientModules } from "./clients.ts";
import { createEchoModel } from "./echo-model.ts";
import { eventually } from "./expect-trace.ts";
import type { RecordedCloud } from "./start-recorded-cloud.ts";
import { createUseChat, type RuntimeKind } from "./use-chat.ts";

interface JsdomTabOptions {
  modules: ClientModules;
  kind: RuntimeKind;
  server: RecordedCloud;
  organization: string;
}

/** Renders a chat without a UI in this process. The returned tab operates the chat through its assistant-ui runtime. */
export async function openJsdomTab({ modules, kind, server, organization }: JsdomTabOptions): Promise<ChatTab> {
  const model = createEchoModel();
  const useChat = createUseChat(modules, kind, model);
  let current: AssistantRuntime | null = null;
  let root: Root;

  async function show(workspace: string): Promise<void> {
    current = null;
    const cloud = new modules.cloud.AssistantCloud({
      baseUrl: server.url,
      authToken: () => server.mint("ada", workspace),
    });
    const chat = { cloud, useChat, Provider: modules.react.AssistantRuntimeProvider };
    root.render(<Chat key={workspace} {...chat} onRuntime={(runtime) => (current = runtime)} />);
    await eventually(() => current !== null).toBe(true);
  }
  let shown = organization;
  async function mount(): Promise<void> {
    root = createRoot(document.createElement("div"));
    await show(shown);
  }
  const runtime = () => {
    if (current === null) throw new Error("The chat is not mounted.");
    return current;
  };
  const thread = () => runtime().thread.getState();
  const threads = () => runtime().threads.getState();
  const item = (title: string) => {
    const { threadItems } = threads();
    const found = Object.values(threadItems).find((each) => each.title === title);
    if (found === undefined) throw new Error(`No thread is titled ${title}.`);
    return runtime().threads.getItemById(found.id);
  };
  const last = () => thread().messages.at(-1);

  await mount();
  return {
    isLoading: async () => threads().isLoading,
    titles: async () => {
      const { threadIds, threadItems } = threads();
      return threadIds.map((id) => threadItems[id as keyof typeof threadItems]?.title ?? "");
    },
    messages: async () =>
      thread().messages.map(({ role, content }) => {
        const texts = content.map((part) => (part.type === "text" ? part.text : `<${part.type}>`));
        return `${role}: ${texts.join(" ")}`;
      }),
    lastStatus: async () => {
      const status = last()?.status;
      const error = status?.type === "incomplete" ? (status.error as { code?: string } | undefined) : undefined;
      return error?.code ?? status?.type ?? "";
    },
    lastRating: async () => last()?.metadata.submittedFeedback?.type ?? "",
    branches: async (message) => runtime().thread.getMessageByIndex(message).getState().branchCount,
    pictures: async () => {
      const parts = thread().messages.flatMap(({ attachments = [] }) => attachments.flatMap(({ content }) => content));
      return parts.flatMap((part) => (part?.type === "image" ? [part.image] : []));
    },
    async send(text) {
      runtime().thread.composer.setText(text);
      runtime().thread.composer.send();
    },
    async edit(message, text) {
      const { composer } = runtime().thread.getMessageByIndex(message);
      composer.beginEdit();
      composer.setText(text);
      composer.send();
    },
    rate: async () =>
      runtime()
        .thread.getMessageById(last()?.id ?? "")
        .submitFeedback({ type: "positive" }),
    async attach({ name, mimeType, text }) {
      const file = new File([text], name, { type: mimeType }) as unknown as globalThis.File;
      await runtime().thread.composer.addAttachment(file);
    },
    open: (title) => item(title).switchTo(),
    rename: (title, to) => item(title).rename(to),
    archive: (title) => item(title).archive(),
    unarchive: (title) => item(title).unarchive(),
    remove: (title) => item(title).delete(),
    async switchTo(next) {
      shown = next;
      await show(next);
    },
    hold: async () => model.hold(),
    release: async () => model.release(),
    passTime: async (ms) => void (await vi.advanceTimersByTimeAsync(ms)),
    async reload() {
      root.unmount();
      await mount();
    },
    close: async () => root.unmount(),
  };
}

interface ChatProps {
  cloud: AssistantCloud;
  useChat: ReturnType<typeof createUseChat>;
  Provider: ClientModules["react"]["AssistantRuntimeProvider"];
  onRuntime(runtime: AssistantRuntime): void;
}

function Chat({ cloud, useChat, Provider, onRuntime }: ChatProps) {
  const runtime = useChat(cloud);
  onRuntime(runtime);
  return <Provider runtime={runtime}>{null}</Provider>;
}
