import { chromium } from "playwright";
import { chromiumLaunch } from "../../../scripts/chromium.mjs";
import { findFirefox } from "../../../scripts/firefox.mjs";
import { openFirefox, type TestBrowser } from "./open-firefox.ts";

const firefox = findFirefox();

/** The name of the browser in test titles. */
export const browserName = firefox === null ? "Chromium, in place of a Firefox that is not installed" : "Firefox";

/**
 * Opens Firefox, or Chromium if Firefox is not installed. The browser blocks the cookies of one origin. The Chromium
 * that replaces Firefox blocks only `BroadcastChannel` there.
 */
export function openTestBrowser(blockedOrigin: string): Promise<TestBrowser> {
  return firefox === null ? openChromiumInstead(blockedOrigin) : openFirefox(firefox, blockedOrigin);
}

async function openChromiumInstead(blockedOrigin: string): Promise<TestBrowser> {
  const browser = await chromium.launch(chromiumLaunch);
  const context = await browser.newContext();
  await context.addInitScript(abortCallsWhenLeft);
  await context.addInitScript(refuseChannels, blockedOrigin);
  const browserErrors: string[] = [];
  return {
    browserErrors,
    async open(url) {
      const page = await context.newPage();
      page.on("pageerror", (error) => browserErrors.push(String(error)));
      page.on("console", (message) => {
        if (message.type() === "error") browserErrors.push(message.text());
      });
      await page.goto(url);
      return { evaluate: (expression) => page.evaluate(expression) };
    },
    closeTabs: async () => void (await Promise.all(context.pages().map((page) => page.close()))),
    close: () => browser.close(),
  };
}

/**
 * Makes pending `fetch` calls reject when the page starts to unload, as in Firefox. Chromium rejects the calls only
 * when the next page loads. This function runs in the page.
 */
function abortCallsWhenLeft(): void {
  const send = window.fetch.bind(window);
  const fail = (reject: (error: Error) => void) => () => setTimeout(reject, 0, new TypeError("NetworkError"));
  window.fetch = (input, init) =>
    Promise.race([
      send(input, init),
      new Promise<never>((_, reject) => window.addEventListener("beforeunload", fail(reject), { once: true })),
    ]);
}

/** Makes the constructor of `BroadcastChannel` throw in pages of one origin. This function runs in the page. */
function refuseChannels(blockedOrigin: string): void {
  if (location.origin !== blockedOrigin) return;
  Object.assign(window, {
    BroadcastChannel: class {
      constructor() {
        throw new DOMException("The operation is insecure.", "SecurityError");
      }
    },
  });
}
