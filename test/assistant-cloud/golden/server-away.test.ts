import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ask } from "./support/ask.ts";
import type { ChatTab } from "./support/chat-tab.ts";
import { eventually } from "./support/expect-trace.ts";
import { createJsdomTabs } from "./support/jsdom-tabs.ts";

const tabs = createJsdomTabs();
const unhandled: unknown[] = [];
const recordRejection = (reason: unknown) => void unhandled.push(reason);
beforeEach(() => {
  // Hide the runtimes' log entries about failed writes.
  vi.spyOn(console, "error").mockImplementation(() => {});
  vi.spyOn(console, "warn").mockImplementation(() => {});
  process.on("unhandledRejection", recordRejection);
});
afterEach(() => {
  process.off("unhandledRejection", recordRejection);
  vi.restoreAllMocks();
  expect(unhandled.splice(0)).toEqual([]);
});

const turn = (text: string) => [`user: ${text}`, `assistant: Echo: ${text}`];

/**
 * Returns the run reports that the server received. The runtime sends a report after it has stored a message and its
 * reply.
 */
const reports = () => tabs.server.trace.filter((line) => line.startsWith("POST /runs 201"));

async function expectStored(tab: ChatTab, title: string, messages: readonly string[]): Promise<void> {
  await eventually(reports).not.toEqual([]);
  await tab.reload();
  await eventually(tab.titles).toEqual([title]);
  await tab.open(title);
  await eventually(tab.messages).toEqual(messages);
}

it("during a server outage, useLocalRuntime drops the first message of a thread", async () => {
  const tab = await tabs.open("new-local", "local");
  tabs.unreachable = /\/v1\//;
  await tab.send("Hi");
  await eventually(() => tabs.failed).not.toEqual([]);
  await eventually(tab.messages).toEqual([]);
  tabs.unreachable = null;
  await ask(tab, "Again");
  await expectStored(tab, "Again", turn("Again"));
});

it("during a server outage, useChatRuntime answers a first message, and stores it after the outage", async () => {
  const tab = await tabs.open("new-ai-sdk", "ai-sdk");
  tabs.unreachable = /\/v1\//;
  await ask(tab, "Hi");
  expect(await tab.titles()).toEqual([]);
  tabs.unreachable = null;
  await ask(tab, "Again");
  await expectStored(tab, "Hi", [...turn("Hi"), ...turn("Again")]);
});

it.each([
  ["useLocalRuntime", "local"],
  ["useChatRuntime", "ai-sdk"],
] as const)(
  "%s answers a message that the user sends during a server outage, and stores the message afterward",
  async (_, kind) => {
    const tab = await tabs.open(`old-${kind}`, kind);
    await ask(tab, "Hi");
    await eventually(reports).toHaveLength(1);
    tabs.unreachable = /\/v1\//;
    await tab.hold();
    await tab.send("Again");
    await eventually(tab.messages).toEqual([...turn("Hi"), "user: Again", "assistant: Echo:"]);
    // Three writes must fail: the user's message, the same message again as the reply's parent, and the reply. If the
    // outage ended earlier, the client would lose one of these messages.
    if (kind === "local")
      await eventually(() => tabs.failed.filter((url) => url.endsWith("/messages"))).toHaveLength(3);
    await tab.release();
    await eventually(tab.messages).toEqual([...turn("Hi"), ...turn("Again")]);
    tabs.unreachable = null;
    tabs.server.trace.length = 0;
    await ask(tab, "Third");
    await expectStored(tab, "Hi", [...turn("Hi"), ...turn("Again"), ...turn("Third")]);
  },
);
