import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ChatTab } from "./support/chat-tab.ts";
import { eventually } from "./support/expect-trace.ts";
import { createJsdomTabs } from "./support/jsdom-tabs.ts";

const INTERVAL_MS = 10_000;
/** Matches the URLs of heartbeats and message updates. A tab sends these requests only while it writes a reply. */
const WRITES = /\/heartbeat$|\/messages\/msg_\w+$/;

const tabs = createJsdomTabs();
const loggedMessages: unknown[] = [];
const record = (...all: unknown[]) => void loggedMessages.push(...all);
beforeEach(() => {
  // The pages and the server share this clock. It runs at normal speed, and a test can advance it.
  vi.useFakeTimers({
    toFake: ["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval"],
    shouldAdvanceTime: true,
  });
  loggedMessages.length = 0;
  vi.spyOn(console, "error").mockImplementation(record);
  process.on("unhandledRejection", record);
});
afterEach(() => {
  process.off("unhandledRejection", record);
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/**
 * Opens a tab, sends a message, and pauses the reply after its first piece. At that time, the server has stored an
 * empty message for the reply.
 */
async function startReply(organization: string): Promise<ChatTab> {
  const writer = await tabs.open(organization);
  await writer.hold();
  await writer.send("Hi");
  await eventually(() => tabs.server.trace.some((line) => line.includes("open_run"))).toBe(true);
  await eventually(writer.messages).toEqual(["user: Hi", "assistant: Echo:"]);
  return writer;
}

async function openThread(tab: ChatTab): Promise<void> {
  await eventually(tab.titles).toEqual(["Hi"]);
  await tab.open("Hi");
  await eventually(tab.messages).toHaveLength(2);
}

it("30 seconds after the writing tab loses the connection, another tab shows the reply as interrupted", async () => {
  const writer = await startReply("two-tabs");
  const reader = await tabs.open("two-tabs");
  await openThread(reader);
  expect(await reader.lastStatus()).toBe("run_in_progress");

  tabs.unreachable = WRITES;
  await reader.passTime(2 * INTERVAL_MS);
  expect(await reader.lastStatus()).toBe("run_in_progress");
  await reader.passTime(INTERVAL_MS);
  await eventually(reader.lastStatus).toBe("run_stale");

  tabs.unreachable = null;
  await writer.passTime(INTERVAL_MS);
  await reader.reload();
  await openThread(reader);
  expect(await reader.lastStatus()).toBe("run_in_progress");

  await writer.release();
  await eventually(() => tabs.server.trace.some((line) => line.includes("/end 200"))).toBe(true);
  await reader.passTime(INTERVAL_MS);
  await eventually(reader.lastStatus).toBe("complete");
  expect(await reader.messages()).toEqual(["user: Hi", "assistant: Echo: Hi"]);
});

it.each([
  ["before the next heartbeat", 0],
  ["after the next heartbeat", INTERVAL_MS],
])("the app logs no error if another tab deletes the thread during a reply that ends %s", async (_, ms) => {
  const organization = `deleted-${ms}`;
  const writer = await startReply(organization);
  const warnings = vi.spyOn(console, "warn").mockImplementation(() => {});
  const other = await tabs.open(organization);
  await openThread(other);
  await other.remove("Hi");
  await eventually(() => tabs.server.trace).toContain("DELETE /threads/THREAD 200");
  tabs.server.trace.length = 0;
  loggedMessages.length = 0;
  await writer.passTime(ms);
  if (ms > 0) await eventually(() => warnings).toHaveBeenCalled();
  await writer.release();
  await eventually(writer.messages).toEqual(["user: Hi", "assistant: Echo: Hi"]);
  await eventually(() => tabs.server.trace).toContain("POST /runs 404 {status: completed}");
  // The tab no longer has the lease, which is the right to write the reply, so it stops writing.
  await writer.passTime(3 * INTERVAL_MS);
  expect(warnings.mock.calls.flat().join()).toContain("Lost the run lease");
  expect(warnings).toHaveBeenCalledOnce();
  expect(loggedMessages).toEqual([]);
});
