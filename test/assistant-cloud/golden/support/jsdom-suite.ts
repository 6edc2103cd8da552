import { afterAll, afterEach, beforeAll, beforeEach, describe, vi } from "vitest";
import { type ClientModules, type InstalledClient, loadClient } from "./clients.ts";
import { goldenSuite } from "./golden-suite.ts";
import { openJsdomTab } from "./open-jsdom-tab.tsx";
import { type RecordedCloud, startRecordedCloud } from "./start-recorded-cloud.ts";

/** Runs a client's golden-trace tests in this process, for `useLocalRuntime` and for `useChatRuntime`. */
export function jsdomSuite(client: InstalledClient): void {
  let server: RecordedCloud;
  let modules: ClientModules;
  beforeAll(async () => {
    [server, modules] = await Promise.all([startRecordedCloud(), loadClient(client)]);
  }, 120_000);
  afterAll(() => server.close());
  // Time runs at normal speed, and a test can advance it.
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true }));
  afterEach(() => void vi.useRealTimers());

  describe(`assistant-cloud ${client.version} in jsdom`, () => {
    for (const kind of ["local", "ai-sdk"] as const) {
      const open = (organization: string) => openJsdomTab({ modules, kind, server, organization });
      goldenSuite({ client, kind, server: () => server, open });
    }
  });
}
