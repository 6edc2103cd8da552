import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type AppServer, pagePath, startAppServer } from "../browser/engine/support/app-server.ts";
import { eventually } from "../browser/engine/support/eventually.ts";
import { defaultSettings } from "../browser/engine/support/open-tab.ts";
import type { Cookies, TestBrowser } from "./support/open-firefox.ts";
import { browserName, openTestBrowser } from "./support/open-test-browser.ts";

let server: AppServer;
beforeAll(async () => {
  server = await startAppServer("development", "dist");
});
afterAll(() => server?.close());
afterEach(() => server.reset());

/**
 * Opens a browser before the tests of a group, and closes the browser after the tests. After each test, closes the tabs
 * and expects that no page has reported an error. Returns a function that opens a tab.
 */
function useBrowser(cookies: Cookies) {
  let browser: TestBrowser;
  beforeAll(async () => {
    browser = await openTestBrowser(cookies);
  }, 120_000);
  afterAll(() => browser?.close());
  afterEach(async () => {
    await browser.closeTabs();
    expect(browser.browserErrors.splice(0)).toEqual([]);
  });

  return async (name: string) => {
    const { evaluate } = await browser.open(server.url + pagePath(defaultSettings(name), false));
    return {
      evaluate,
      status: () => evaluate<string | null>("document.querySelector('[data-status]')?.dataset.status ?? null"),
      getToken: (forceRefresh = false) => evaluate<string | null>(`probe.getToken({ forceRefresh: ${forceRefresh} })`),
    };
  };
}

describe(`tabs in ${browserName}`, { timeout: 90_000 }, () => {
  const open = useBrowser("allowed");

  it("F34 two tabs share the first source call, and a forced refresh in one tab updates both tabs", async () => {
    const [here, there] = [await open("here"), await open("there")];
    for (const tab of [here, there]) await eventually(tab.status).toBe("authenticated");
    expect(server.calls).toEqual(["here"]);
    server.aheadMs = 60_000;
    const newer = await there.getToken(true);
    await eventually(() => here.getToken()).toBe(newer);
    expect(server.calls).toEqual(["here", "there"]);
  });

  it("F29 a sign-out in one tab signs out the user's other tab", async () => {
    const [here, there] = [await open("here"), await open("there")];
    for (const tab of [here, there]) await eventually(tab.status).toBe("authenticated");
    server.answer = "signed out";
    expect(await here.getToken(true)).toBe(null);
    await eventually(there.status).toBe("unauthenticated");
    expect(server.calls).toEqual(["here", "here"]);
  });

  it("F55 a tab that starts to unload during its first source call shows no error", async () => {
    const release = server.hold();
    const tab = await open("leaving");
    await eventually(() => server.calls.length).toBe(1);
    // Navigate to a URL without content, like a download link. The page stays open.
    await tab.evaluate(`(() => {
      window.seen = [];
      const note = () => seen.push(document.querySelector("[data-status]").dataset.status);
      new MutationObserver(note).observe(document, { subtree: true, attributes: true, childList: true });
      location.assign("/no-content");
    })()`);
    await eventually(() => server.calls.length).toBe(2);
    release();
    await eventually(tab.status).toBe("authenticated");
    expect(await tab.evaluate("[...new Set(seen)]")).toEqual(["authenticated"]);
  });
});

describe(`a tab in ${browserName} with cookies blocked`, { timeout: 90_000 }, () => {
  const open = useBrowser("blocked");

  it("F46 a tab without BroadcastChannel reports no error and gets its own token", async () => {
    const [here, there] = [await open("here"), await open("there")];
    const refusal = "new Promise(() => new BroadcastChannel('any')).catch(({ name }) => name)";
    expect(await here.evaluate(refusal)).toBe("SecurityError");
    for (const tab of [here, there]) await eventually(tab.status).toBe("authenticated");
    expect(server.calls).toEqual(["here", "there"]);
    server.aheadMs = 60_000;
    const old = await here.getToken();
    expect(await here.getToken(true)).not.toBe(old);
  });
});
