import { afterAll, beforeAll, expect, it } from "vitest";
import { ask } from "./support/ask.ts";
import type { ChatTab } from "./support/chat-tab.ts";
import { type ClientModules, currentClient, loadClient } from "./support/clients.ts";
import { eventually } from "./support/expect-trace.ts";
import { openJsdomTab } from "./support/open-jsdom-tab.tsx";
import { type RecordedCloud, startRecordedCloud } from "./support/start-recorded-cloud.ts";
import type { RuntimeKind } from "./support/use-chat.ts";

let server: RecordedCloud;
let modules: ClientModules;
beforeAll(async () => {
  [server, modules] = await Promise.all([startRecordedCloud(), loadClient(currentClient)]);
}, 120_000);
afterAll(() => server.close());

async function openTab(kind: RuntimeKind, organization: string): Promise<ChatTab> {
  const tab = await openJsdomTab({ modules, kind, server, organization });
  await eventually(tab.isLoading).toBe(false);
  return tab;
}

it.each(["local", "ai-sdk"] as const)("opens in both runtimes what the %s runtime has written", async (kind) => {
  const writer = await openTab(kind, `written-by-${kind}`);
  server.trace.length = 0;
  await ask(writer, "Hi");
  await ask(writer, "Again");
  const reports = () => server.trace.filter((line) => line.startsWith("POST /runs "));
  await eventually(reports).toHaveLength(2);
  const written = await writer.messages();
  await writer.close();
  for (const reader of ["local", "ai-sdk"] as const) {
    const tab = await openTab(reader, `written-by-${kind}`);
    await eventually(tab.titles).toEqual(["Hi"]);
    await tab.open("Hi");
    await eventually(tab.messages).toEqual(written);
    await tab.close();
  }
  expect(server.trace.filter((line) => !/ 20[01]\b/.test(line))).toEqual([]);
});
