import { describe, expect, onTestFinished, test } from "vitest";
import { FETCH_TOOLS_PATH, PAGE_NONCE } from "./support/app-server.ts";
import { eventually } from "./support/eventually.ts";
import { browser, open, server, startForegroundBrowser } from "./support/foreground-browser.ts";
import { openTab, type Tab } from "./support/open-tab.ts";

startForegroundBrowser();

/**
 * The time between two tokens, in milliseconds. The second token then has a later `iat`, which counts whole seconds.
 */
const MINUTE_MS = 60_000;

describe("a page with a Content-Security-Policy", () => {
  test("F65 fetches a token if the Content-Security-Policy allows only the app's origin and the cloud", async () => {
    server.pageHeaders = {
      "Content-Security-Policy": `default-src 'none'; script-src 'self' 'nonce-${PAGE_NONCE}'; connect-src 'self' https://cloud.example; require-trusted-types-for 'script'; report-uri /report`,
    };
    const tab = await open({
      before: () => {
        document.addEventListener("securitypolicyviolation", ({ violatedDirective }) => {
          console.log(`violation of ${violatedDirective}`);
        });
      },
    });
    await tab.authenticated();
    const before = await tab.getToken();
    server.aheadMs = MINUTE_MS;
    expect(await tab.getToken({ forceRefresh: true })).not.toBe(before);
    await tab.page.evaluate(() => window.probe.authorizedFetch("/api"));
    expect(server.apiCalls).toMatchObject([{ valid: true }]);
    expect(tab.console.filter((line) => /violation|Content.Security/i.test(line))).toEqual([]);
    // Check that the policy is in force.
    const foreign = () => fetch("https://elsewhere.example/").catch((error: Error) => error.name);
    expect(await tab.page.evaluate(foreign)).toBe("TypeError");
    await eventually(() => tab.console.join()).toContain("violation of connect-src");
  });
});

/** Sets the response of the app's service worker to every request. With null, requests reach the network. */
async function answerByWorker(tab: Tab, answer: { body: string; init: ResponseInit } | null): Promise<void> {
  await tab.page.evaluate(
    (given) =>
      new Promise<void>((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve();
        navigator.serviceWorker.controller?.postMessage(given, [port2]);
      }),
    answer,
  );
}

async function registerWorker(tab: Tab): Promise<void> {
  await tab.page.evaluate(async () => {
    await navigator.serviceWorker.register("/worker.js");
    await navigator.serviceWorker.ready;
  });
  await eventually(() => tab.page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

describe("a page with a service worker", () => {
  test.each([
    ["an error", { body: "offline", init: { status: 503 } }],
    ["an offline page", { body: "<h1>Offline</h1>", init: { status: 200, headers: { "Content-Type": "text/html" } } }],
  ])("F65 the app recovers after an offline period in which a service worker returned %s", async (_label, answer) => {
    const context = await browser.newContext();
    const tab = await openTab(context, server, { key: "worker" });
    await tab.authenticated();
    await registerWorker(tab);
    server.aheadMs = MINUTE_MS;
    const token = await tab.getToken({ forceRefresh: true });
    expect(token).toMatch(/^eyJ/);
    const calls = server.calls.length;

    await answerByWorker(tab, answer);
    await context.setOffline(true);
    const pendingCall = await tab.startGetToken({ forceRefresh: true });
    await eventually(pendingCall.answer).toBe("offline");
    expect(await tab.status()).toBe("authenticated");
    expect(await tab.getToken()).toBe(token);
    expect(server.calls).toHaveLength(calls);

    await answerByWorker(tab, null);
    const succeeded = await tab.countEvents("refresh_succeeded");
    server.aheadMs = 4.5 * MINUTE_MS;
    await tab.page.evaluate((aheadMs) => {
      window.aheadMs = aheadMs;
    }, server.aheadMs);
    await context.setOffline(false);
    await eventually(() => tab.countEvents("refresh_succeeded")).toBe(succeeded + 1);
    await context.close();
  });
});

/** Opens the app in a new profile, and starts a library before the app sends its first request. */
async function openWith(start: () => Promise<void>, before?: () => void): Promise<Tab> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const tab = await openTab(context, server, before === undefined ? {} : { before });
  await tab.authenticated();
  await tab.page.evaluate(() => window.probe.unmount());
  await tab.page.addScriptTag({ url: FETCH_TOOLS_PATH });
  await tab.page.evaluate(start);
  server.reset();
  await tab.page.evaluate(() => window.probe.mount());
  await tab.authenticated();
  return tab;
}

const startSentry = () => window.fetchTools.startSentry();
const startMsw = () => window.fetchTools.startMsw();
const seenBy = (tab: Tab) => tab.page.evaluate(() => window.fetchTools.seen);

/** Removes service workers, as in a browser without them. MSW then replaces the global `fetch`. */
function withoutServiceWorkers(): void {
  Reflect.deleteProperty(Navigator.prototype, "serviceWorker");
}

const TOKEN_ROUTE = "/api/assistant-ui-token";

describe("a page with a library that changes its requests", () => {
  test.each([
    ["Sentry", startSentry, undefined],
    ["MSW", startMsw, undefined],
    ["MSW without service workers", startMsw, withoutServiceWorkers],
  ])("F65 fetches and refreshes tokens on a page that runs %s", async (_label, start, before) => {
    const tab = await openWith(start, before);
    const traced: string[] = [];
    tab.page.on("request", (request) => {
      if ("sentry-trace" in request.headers()) traced.push(new URL(request.url()).pathname);
    });
    const first = await tab.getToken();
    server.aheadMs = MINUTE_MS;
    const next = await tab.getToken({ forceRefresh: true });
    expect(next).not.toBe(first);
    await tab.page.evaluate(() => window.probe.authorizedFetch("/api", { method: "POST", body: "hello" }));
    expect(server.apiCalls).toEqual([{ token: next, valid: true }]);
    expect(server.calls).toHaveLength(2);
    expect(await seenBy(tab)).toEqual([TOKEN_ROUTE, TOKEN_ROUTE, "/api"]);
    expect(traced).toEqual(start === startSentry ? [TOKEN_ROUTE, "/api"] : []);
    expect(tab.console.filter((line) => /error/i.test(line))).toEqual([]);
  });

  test("F65 uses the `fetch` of MSW until MSW restores the original, and then the original", async () => {
    const tab = await openWith(startMsw, withoutServiceWorkers);
    expect(await seenBy(tab)).toHaveLength(1);
    await tab.page.evaluate(() => window.fetchTools.stopMsw());
    await tab.getToken({ forceRefresh: true });
    expect(await seenBy(tab)).toHaveLength(1);
    expect(server.calls).toHaveLength(2);
  });
});
