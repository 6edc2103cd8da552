import { chromium } from "playwright";
import { chromiumLaunch } from "../../../scripts/chromium.mjs";
import { findFirefox } from "../../../scripts/firefox.mjs";
import { type Cookies, openFirefox, type TestBrowser } from "./open-firefox.ts";

const firefox = findFirefox();

/** The name of the browser in test titles. */
export const browserName = firefox === null ? "Chromium, in place of a Firefox that is not installed" : "Firefox";

/** Opens Firefox, or Chromium if Firefox is not installed. */
export function openTestBrowser(cookies: Cookies): Promise<TestBrowser> {
  return firefox === null ? openChromiumInstead(cookies) : openFirefox(firefox, cookies);
}

async function openChromiumInstead(cookies: Cookies): Promise<TestBrowser> {
  const browser = await chromium.launch(chromiumLaunch);
  const context = await browser.newContext();
  await context.addInitScript(abortCallsWhenLeft);
  if (cookies === "blocked") await context.addInitScript(refuseChannels);
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

/** Makes the constructor of `BroadcastChannel` throw. This function runs in the page. */
function refuseChannels(): void {
  Object.assign(window, {
    BroadcastChannel: class {
      constructor() {
        throw new DOMException("The operation is insecure.", "SecurityError");
      }
    },
  });
}
