import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type AppServer, pagePath, startAppServer } from "../browser/engine/support/app-server.ts";
import { eventually } from "../browser/engine/support/eventually.ts";
import { defaultSettings } from "../browser/engine/support/open-tab.ts";
import type { TestBrowser } from "./support/open-firefox.ts";
import { browserName, openTestBrowser } from "./support/open-test-browser.ts";

let server: AppServer;
/** A second origin of the app's server, whose cookies the browser blocks. */
let blockedOrigin: string;
let browser: TestBrowser;
beforeAll(async () => {
  server = await startAppServer("development", "dist");
  blockedOrigin = server.url.replace("localhost", "127.0.0.1");
  browser = await openTestBrowser(blockedOrigin);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
afterEach(async () => {
  server.reset();
  await browser.closeTabs();
  expect(browser.browserErrors.splice(0)).toEqual([]);
});

/** Opens a tab of the app at an origin of the app's server. Default: the origin whose cookies the browser allows. */
async function open(name: string, origin = server.url) {
  const { evaluate } = await browser.open(origin + pagePath(defaultSettings(name), false));
  return {
    evaluate,
    status: () => evaluate<string | null>("document.querySelector('[data-status]')?.dataset.status ?? null"),
    getToken: (forceRefresh = false) => evaluate<string | null>(`probe.getToken({ forceRefresh: ${forceRefresh} })`),
  };
}

describe(`tabs in ${browserName}`, { timeout: 90_000 }, () => {
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
  it("F46 a tab without BroadcastChannel reports no error and gets its own token", async () => {
    const [here, there] = [await open("here", blockedOrigin), await open("there", blockedOrigin)];
    const refusal = "new Promise(() => new BroadcastChannel('any')).catch(({ name }) => name)";
    expect(await here.evaluate(refusal)).toBe("SecurityError");
    for (const tab of [here, there]) await eventually(tab.status).toBe("authenticated");
    expect(server.calls).toEqual(["here", "there"]);
    server.aheadMs = 60_000;
    const old = await here.getToken();
    expect(await here.getToken(true)).not.toBe(old);
  });
});
