import { describe, expect, test } from "vitest";
import { PAGE_NONCE } from "./support/app-server.ts";
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

/**
 * Replaces the global `fetch` with a function like Sentry's. The new function adds trace headers and reads a copy of
 * each response.
 */
function patchLikeSentry(): void {
  const { fetch } = window;
  Object.assign(window, { seen: [] });
  window.fetch = async function patched(this: unknown, input: RequestInfo | URL, init?: RequestInit) {
    (window as unknown as { seen: string[] }).seen.push("sentry");
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set("sentry-trace", "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1");
    const response = await fetch.call(this as Window, input, { ...init, headers });
    void response
      .clone()
      .text()
      .catch(() => {});
    return response;
  };
}

/**
 * Replaces the global `fetch` with a function like MSW's. The new function creates a `Request`, reads a clone of this
 * `Request`, and sends the `Request` itself.
 */
function patchLikeMsw(): void {
  const { fetch } = window;
  Object.assign(window, { seen: [] });
  window.fetch = async (input, init) => {
    (window as unknown as { seen: string[] }).seen.push("msw");
    const url = typeof input === "string" ? new URL(input, location.href) : input;
    const request = new Request(url, init);
    await request.clone().text();
    const response = await fetch(request);
    return new Response(response.body, response);
  };
}

describe("a page with a patched `fetch`", () => {
  test.each([
    ["Sentry", patchLikeSentry],
    ["MSW", patchLikeMsw],
  ])("F65 returns and refreshes tokens on a page that patches `fetch` as %s does", async (_label, before) => {
    const tab = await open({ before });
    await tab.authenticated();
    const first = await tab.getToken();
    server.aheadMs = MINUTE_MS;
    const next = await tab.getToken({ forceRefresh: true });
    expect(next).not.toBe(first);
    await tab.page.evaluate(() => window.probe.authorizedFetch("/api", { method: "POST", body: "hello" }));
    expect(server.apiCalls).toEqual([{ token: next, valid: true }]);
    expect(server.calls).toHaveLength(2);
    expect(await tab.page.evaluate(() => (window as unknown as { seen: string[] }).seen.length)).toBe(3);
    expect(tab.console.filter((line) => /error/i.test(line))).toEqual([]);
  });

  test("F65 calls the patched `fetch` until the page restores the original, and then calls the original", async () => {
    const tab = await open();
    await tab.authenticated();
    const count = () => tab.page.evaluate(() => (window as unknown as { seen: string[] }).seen.length);
    await tab.page.evaluate(() => Object.assign(window, { original: window.fetch }));
    await tab.page.evaluate(patchLikeMsw);
    await tab.getToken({ forceRefresh: true });
    expect(await count()).toBe(1);
    await tab.page.evaluate(() =>
      Object.assign(window, { fetch: (window as unknown as { original: unknown }).original }),
    );
    await tab.getToken({ forceRefresh: true });
    expect(await count()).toBe(1);
    expect(server.calls).toHaveLength(3);
  });
});
