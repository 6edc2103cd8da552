import type { Browser, BrowserContext } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { InstalledClient } from "../../../assistant-cloud/golden/support/clients.ts";
import { goldenSuite } from "../../../assistant-cloud/golden/support/golden-suite.ts";
import {
  type RecordedCloud,
  startRecordedCloud,
} from "../../../assistant-cloud/golden/support/start-recorded-cloud.ts";
import type { RuntimeKind } from "../../../assistant-cloud/golden/support/use-chat.ts";
import { openChromiumTab } from "./open-chromium-tab.ts";
import { startGoldenApp } from "./start-golden-app.ts";

// On a busy machine, a browser needs a long time to load a page of this size.
vi.setConfig({ testTimeout: 120_000 });

interface ChromiumSuiteOptions {
  client: InstalledClient;
  /** Returns the browser, which the test file launches and closes. */
  browser(): Browser;
  /** The assistant-ui runtimes to test. */
  runtimes: readonly RuntimeKind[];
  /** Whether to run only the test of the operations on threads and the test of attachments. */
  isShort: boolean;
}

/** Runs the golden-trace tests of a client in Chromium. The origin of the pages differs from the cloud's. */
export function chromiumSuite({ client, browser, runtimes, isShort }: ChromiumSuiteOptions): void {
  describe(`assistant-cloud ${client.version} in Chromium`, () => {
    let server: RecordedCloud;
    let app: Awaited<ReturnType<typeof startGoldenApp>>;
    let context: BrowserContext;
    const browserErrors: string[] = [];
    beforeAll(async () => {
      server = await startRecordedCloud();
      app = await startGoldenApp(client, server);
      context = await browser().newContext();
    }, 240_000);
    afterAll(async () => {
      await context?.close();
      await app?.close();
      await server?.close();
    });
    afterEach(() => expect(browserErrors.splice(0)).toEqual([]));

    for (const kind of runtimes) {
      const open = (organization: string) => {
        const query = new URLSearchParams({ cloud: server.url, kind, organization });
        return openChromiumTab(context, `${app.url}/?${query}`, (complaint) => browserErrors.push(complaint));
      };
      goldenSuite({ client, kind, server: () => server, open, isShort });
    }

    test("the server returns 204 to every preflight of an API request or a file upload", () => {
      expect([...server.preflights]).toEqual(
        expect.arrayContaining([
          "GET /threads 204",
          "POST /threads/THREAD/messages 204",
          "PUT /threads/THREAD 204",
          "PUT /files/FILE 204",
        ]),
      );
      expect([...server.preflights].filter((line) => !line.endsWith(" 204"))).toEqual([]);
    });
  });
}
