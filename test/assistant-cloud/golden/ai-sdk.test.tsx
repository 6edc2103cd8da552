import { useChatRuntime } from "@assistant-ui/ai-sdk";
import { type AssistantRuntime, AssistantRuntimeProvider } from "@assistant-ui/react";
import { act, cleanup, waitFor } from "@testing-library/react";
import type { ChatTransport, UIMessage, UIMessageChunk } from "ai";
import { AssistantCloud } from "assistant-cloud";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { loadCurrentClient } from "./support/clients.ts";
import { SLOW } from "./support/expect-trace.ts";
import { echo } from "./support/models.ts";
import { openTab } from "./support/open-tab.tsx";
import { renderChat, type Tab } from "./support/render-chat.ts";
import { type RecordedCloud, startRecordedCloud } from "./support/start-recorded-cloud.ts";

let server: RecordedCloud;
beforeAll(async () => {
  server = await startRecordedCloud();
}, 120_000);
afterAll(() => server.close());
afterEach(cleanup);

/** Streams a reply in two pieces. */
const transport: ChatTransport<UIMessage> = {
  async sendMessages({ messages }) {
    const [part] = messages.at(-1)?.parts ?? [];
    const chunks: UIMessageChunk[] = [
      { type: "start" },
      { type: "text-start", id: "1" },
      { type: "text-delta", id: "1", delta: "Echo: " },
      { type: "text-delta", id: "1", delta: part?.type === "text" ? part.text : "" },
      { type: "text-end", id: "1" },
      { type: "finish" },
    ];
    return new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk);
        controller.close();
      },
    });
  },
  reconnectToStream: async () => null,
};

interface ChatProps {
  cloud: AssistantCloud;
  onRuntime(runtime: AssistantRuntime): void;
}

function Chat({ cloud, onRuntime }: ChatProps) {
  const runtime = useChatRuntime({ cloud, transport });
  onRuntime(runtime);
  return <AssistantRuntimeProvider runtime={runtime}>{null}</AssistantRuntimeProvider>;
}

async function isLoaded(tab: Tab): Promise<Tab> {
  await waitFor(() => expect(tab.runtime.threads.getState().isLoading).toBe(false), SLOW);
  return tab;
}

async function openChat(workspaceId: string): Promise<Tab> {
  const cloud = new AssistantCloud({ baseUrl: server.url, authToken: () => server.mint("ada", workspaceId) });
  return isLoaded(await renderChat((onRuntime) => <Chat cloud={cloud} onRuntime={onRuntime} />));
}

async function openLocal(workspaceId: string): Promise<Tab> {
  return isLoaded(await openTab({ client: await loadCurrentClient(), server, model: echo, workspaceId }));
}

async function say(tab: Tab, text: string): Promise<void> {
  await act(async () => tab.runtime.thread.append(text));
  await waitFor(() => expect(tab.shown().at(-1)).toBe(`assistant: Echo: ${text}`), SLOW);
}

/** Opens the only thread of a tab. */
async function openThread(tab: Tab): Promise<void> {
  await waitFor(() => expect(tab.threads()).toHaveLength(1), SLOW);
  await act(async () => tab.runtime.threads.switchToThread(tab.threads()[0]?.id ?? ""));
}

const TWO_TURNS = ["user: Hi", "assistant: Echo: Hi", "user: Again", "assistant: Echo: Again"];

it("a chat of useChatRuntime is stored by the golden trace, and opens in both runtimes", async () => {
  const chat = await openChat("written-by-ai-sdk");
  server.trace.length = 0;
  await say(chat, "Hi");
  await say(chat, "Again");
  // Each message is written twice, in either order, and some writes are repeated: which one creates the row is open.
  const store = (content: string, parent: string) =>
    `POST /threads/THREAD/messages {content: ${content}, external_id, ${parent}}`;
  const expected = [
    "POST /threads {last_message_at}",
    "POST /runs/stream {assistant_id: system/thread_title}",
    "GET /threads/THREAD/messages?limit=200",
    "POST /runs {status: completed}",
    store("user “Hi”", "format: ai-sdk/v6, parent_id: null"),
    store("user “Hi”", "format: aui/v0, parent_id: null"),
    ...["assistant “Echo: Hi”", "user “Again”", "assistant “Echo: Again”"].flatMap((content) => [
      store(content, "format: ai-sdk/v6, parent_id"),
      store(
        content.startsWith("user") ? content : `${content} complete/unknown`,
        "format: aui/v0, parent_external_id, parent_id: null",
      ),
    ]),
  ];
  const trace = () => [...new Set(server.trace.map((line) => line.replace(/ 20[01]\b/, "")))];
  await waitFor(() => expect(trace().toSorted()).toEqual(expected.toSorted()), SLOW);
  expect(server.trace.filter((line) => !/ 20[01]\b/.test(line))).toEqual([]);
  chat.close();
  for (const open of [openChat, openLocal]) {
    const tab = await open("written-by-ai-sdk");
    await openThread(tab);
    await waitFor(() => expect(tab.shown()).toEqual(TWO_TURNS), SLOW);
    tab.close();
  }
});

it("a chat of useLocalRuntime opens in useChatRuntime", async () => {
  const local = await openLocal("written-by-local");
  await say(local, "Hi");
  await say(local, "Again");
  const settled = () => server.trace.filter((line) => /assistant “Echo: Again” complete.*lease_id/.test(line));
  await waitFor(() => expect(settled()).toHaveLength(1), SLOW);
  local.close();
  const chat = await openChat("written-by-local");
  await openThread(chat);
  await waitFor(() => expect(chat.shown()).toEqual(TWO_TURNS), SLOW);
});
