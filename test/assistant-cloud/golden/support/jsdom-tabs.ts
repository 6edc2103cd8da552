import { afterAll, afterEach, beforeAll, vi } from "vitest";
import type { ChatTab } from "./chat-tab.ts";
import { type ClientModules, currentClient, loadClient } from "./clients.ts";
import { eventually } from "./expect-trace.ts";
import { openJsdomTab } from "./open-jsdom-tab.tsx";
import { type RecordedCloud, startRecordedCloud } from "./start-recorded-cloud.ts";
import type { RuntimeKind } from "./use-chat.ts";

/** Opens chat tabs that use the packages of {@link currentClient}. Closes all tabs after each test. */
export interface JsdomTabs {
  readonly server: RecordedCloud;
  /** Matches the URLs of requests that fail as if the network were down. With null, no request fails. */
  unreachable: RegExp | null;
  /** The requested URLs that `unreachable` matched. */
  readonly failed: string[];
  open(organization: string, kind?: RuntimeKind): Promise<ChatTab>;
}

export function createJsdomTabs(): JsdomTabs {
  let server: RecordedCloud;
  let modules: ClientModules;
  const opened: ChatTab[] = [];
  const tabs: JsdomTabs = {
    get server() {
      return server;
    },
    unreachable: null,
    failed: [],
    async open(organization, kind = "local") {
      const tab = await openJsdomTab({ modules, kind, server, organization });
      opened.push(tab);
      await eventually(tab.isLoading).toBe(false);
      return tab;
    },
  };
  const { fetch } = globalThis;
  beforeAll(async () => {
    [server, modules] = await Promise.all([startRecordedCloud(), loadClient(currentClient)]);
    vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
      if (!tabs.unreachable?.test(String(input))) return fetch(input, init);
      tabs.failed.push(String(input));
      throw new TypeError("Failed to fetch");
    });
  }, 120_000);
  afterEach(async () => {
    for (const tab of opened.splice(0)) await tab.close();
    tabs.unreachable = null;
    tabs.failed.length = 0;
    server.trace.length = 0;
  });
  afterAll(async () => {
    vi.unstubAllGlobals();
    await server.close();
  });
  return tabs;
}
