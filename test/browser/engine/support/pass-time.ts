import type { BrowserContext } from "playwright";
import type { AppServer } from "./app-server.ts";
import { openTab, type Tab, type TabOptions } from "./open-tab.ts";

/**
 * Opens a tab, waits for the tab's first token and stops the clock of the browser context. Only {@link passTime}
 * advances this clock.
 */
export async function openTabWithClock(
  context: BrowserContext,
  server: AppServer,
  options: TabOptions = {},
): Promise<Tab> {
  await context.clock.install();
  const tab = await openTab(context, server, options);
  await tab.authenticated();
  await context.clock.pauseAt(Date.now() + 1_000);
  return tab;
}

/** Advances the clocks of the tab and the server. The tab's timers fire. */
export async function passTime(tab: Tab, server: AppServer, ms: number): Promise<void> {
  server.aheadMs += ms;
  await tab.page.clock.runFor(ms);
}

/**
 * Advances the time until the next refresh has started. Shortly before the refresh, the time advances by one second at
 * a time. With longer steps, the source call could time out, because it uses the real network.
 */
export async function passTimeToRefresh(tab: Tab, server: AppServer): Promise<void> {
  const begun = await tab.countEvents("refresh_started");
  // The engine refreshes a five-minute token 54 to 66 seconds before it expires.
  await passTime(tab, server, 230_000);
  while ((await tab.countEvents("refresh_started")) === begun) await passTime(tab, server, 1_000);
}

/** Simulates a sleep of the machine. The clocks of the page and of the server advance, but no timer fires. */
export async function sleep(tab: Tab, server: AppServer, ms: number): Promise<void> {
  server.aheadMs += ms;
  await tab.page.evaluate((aheadMs) => {
    window.aheadMs = aheadMs;
  }, server.aheadMs);
}
