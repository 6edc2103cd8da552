import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContext, type CDPSession, chromium } from "playwright";
import { vi } from "vitest";
import { chromiumTabsLaunch } from "../../../../scripts/chromium.mjs";

/**
 * A Chromium browser. The tabs of `context` behave as they do for a user: a background tab reports that it is hidden,
 * and the browser throttles the tab's timers.
 */
export interface RealChromium {
  readonly context: BrowserContext;
  /**
   * Creates a separate profile, whose clock and network a test can control. The profile's pages always report that they
   * are visible.
   */
  newContext(): Promise<BrowserContext>;
  /** The session of the Chrome DevTools Protocol that controls the whole browser, not a single page. */
  readonly session: CDPSession;
  close(): Promise<void>;
}

/**
 * Playwright's switches that disable the back/forward cache or the throttling of background tabs. The tests start
 * Chromium without these switches.
 */
const KEEP_AS_SHIPPED = [
  "--disable-back-forward-cache",
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
];

/**
 * Opens Chromium and connects to it twice. The pages of Playwright's own connection always report that they are visible
 * and focused. The pages of the second connection report their real state.
 */
export async function openChromium(): Promise<RealChromium> {
  const { executablePath, args } = chromiumTabsLaunch;
  const launched = await chromium.launch({
    // `--enable-automation` makes the browser report its command line, which contains the folder of its profile.
    args: [...args, "--remote-debugging-port=0", "--enable-automation"],
    ignoreDefaultArgs: KEEP_AS_SHIPPED,
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  const browser = await chromium.connectOverCDP(await endpointOf(launched), { noDefaults: true });
  const context = browser.contexts()[0];
  if (context === undefined) throw new Error("Chromium has no default context.");
  return {
    context,
    newContext: () => launched.newContext(),
    session: await browser.newBrowserCDPSession(),
    async close() {
      await browser.close();
      await launched.close();
    },
  };
}

/** Returns the address of Chromium's debugging port. Chromium writes the port number into a file of the profile. */
async function endpointOf(launched: Browser): Promise<string> {
  const session = await launched.newBrowserCDPSession();
  const { arguments: switches } = await session.send("Browser.getBrowserCommandLine");
  const profile = switches.find((each) => each.startsWith("--user-data-dir="))?.slice("--user-data-dir=".length) ?? "";
  const port = await vi.waitFor(
    async () => {
      const written = await readFile(join(profile, "DevToolsActivePort"), "utf8");
      const found = Number.parseInt(written, 10);
      if (Number.isNaN(found)) throw new Error("Chromium has not written its port yet.");
      return found;
    },
    { timeout: 10_000 },
  );
  return `http://127.0.0.1:${port}`;
}
