import type { BrowserContext } from "playwright";
import type { AppServer } from "./app-server.ts";
import { openTab, type Tab, type TabOptions } from "./open-tab.ts";

/**
 * Opens a tab, waits for its first token and stops the clock of its profile. Only {@link passTime} advances this clock.
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

/** Advances the time in the tab, timers included, and on the server. */
export async function passTime(tab: Tab, server: AppServer, ms: number): Promise<void> {
  server.aheadMs += ms;
  await tab.page.clock.runFor(ms);
}

/**
 * Advances the time until the next refresh begins, but no further. A faked clock would otherwise reach the deadline of
 * a call that uses the real network.
 */
export async function passTimeToRefresh(tab: Tab, server: AppServer): Promise<void> {
  const begun = await tab.countEvents("refresh_started");
  // A token of five minutes is refreshed 54 to 66 seconds before its expiry.
  await passTime(tab, server, 230_000);
  while ((await tab.countEvents("refresh_started")) === begun) await passTime(tab, server, 1_000);
}
