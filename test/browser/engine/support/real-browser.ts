import { afterAll, afterEach, beforeAll } from "vitest";
import { type AppServer, startAppServer } from "./app-server.ts";
import { openChromium, type RealChromium } from "./open-chromium.ts";
import { openTab, type Tab, type TabOptions } from "./open-tab.ts";

/** The server of the test app. Each test file that calls {@link startRealBrowser} has its own server and browser. */
export let server: AppServer;
export let chromium: RealChromium;

/** Starts the server and Chromium before the tests of a file, and closes both after them. */
export function startRealBrowser(): void {
  beforeAll(async () => {
    [server, chromium] = await Promise.all([startAppServer(), openChromium()]);
  }, 60_000);
  afterAll(async () => {
    await chromium?.close();
    await server?.close();
  });
  afterEach(async () => {
    await Promise.all(chromium.context.pages().map((page) => page.close()));
    server.reset();
  });
}

/** Opens the app in a new foreground tab of the browser. */
export const open = (options?: TabOptions): Promise<Tab> => openTab(chromium.context, server, options);
