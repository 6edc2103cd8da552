import { type Browser, type BrowserContext, chromium } from "playwright";
import { afterAll, afterEach, beforeAll } from "vitest";
import { chromiumLaunch } from "../../../../scripts/chromium.mjs";
import { type AppServer, startAppServer } from "./app-server.ts";
import { openTab, type Tab, type TabOptions } from "./open-tab.ts";

/** The server of the test app. Each test file that calls {@link startForegroundBrowser} has its own server. */
export let server: AppServer;
export let browser: Browser;
let context: BrowserContext;

/**
 * Starts the server and a headless shell before the tests of a file, and closes both after them. The shell uses less
 * processor time than Chromium, but its pages are never hidden.
 */
export function startForegroundBrowser(): void {
  beforeAll(async () => {
    [server, browser] = await Promise.all([startAppServer(), chromium.launch(chromiumLaunch)]);
    context = await browser.newContext();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });
  afterEach(async () => {
    await Promise.all(context.pages().map((page) => page.close()));
    server.reset();
  });
}

/** Opens the app in a new tab of the browser. All tabs of a file share one profile. */
export const open = (options?: TabOptions): Promise<Tab> => openTab(context, server, options);
